import type { SecretsUsage, SecretUse } from '../../../src-shared/contract';
import { monogramOf, sortedUses } from '../usage';
import type { PhoenixServer } from './server';
import {
  assistantPart,
  backendsPart,
  configsPart,
  PartReader,
  promptsPart,
  providersPart,
  type PartAnswer,
  type PromptsAnswer,
} from './usage-parts';

// Custom providers are not asked: up to 20.26.1 their schema (db/types/model_provider.py) holds credentials inline
// or takes those of the server's own surroundings, and nothing in it can name a secret.

const promptsAtOnce = 100;
const mostPrompts = 1000;
/** Bounds far beyond what a server has: prompts times credentials would otherwise grow without end. */
const mostUses = 20_000;
const longestName = 300;

interface Found {
  readonly key: string;
  readonly use: SecretUse;
}

interface Credential {
  readonly key: string;
  readonly required: boolean;
}

/** A provider of the server: its enum value (`OPENAI`), its name, and the secrets that it reads. */
interface Provider {
  readonly key: string;
  readonly name: string;
  readonly credentials: readonly Credential[];
}

/** What was found, and what could not be. */
class Findings {
  /** By key, kind and name: a server may have several of one name, and one cannot tell them apart. */
  readonly #found = new Map<string, Found>();
  readonly #unknown = new Set<SecretUse['kind']>();
  #cut = false;

  add(key: string, kind: SecretUse['kind'], whole: string, required: boolean): void {
    const name = whole.slice(0, longestName).toWellFormed();
    const id = JSON.stringify([key, kind, name]);
    const known = this.#found.get(id);
    if (!known && this.#found.size >= mostUses) {
      this.#cut = true;
      return;
    }
    const monogram = kind === 'provider' ? monogramOf(name) : null;
    this.#found.set(id, {
      key,
      use: { kind, name, monogram, required: required || known?.use.required === true },
    });
  }

  miss(kind: SecretUse['kind']): void {
    this.#unknown.add(kind);
  }

  cut(): void {
    this.#cut = true;
  }

  result(): SecretsUsage {
    return { keys: sortedUses([...this.#found.values()]), unknown: [...this.#unknown], cut: this.#cut };
  }
}

/**
 * What reads each secret on this server, as it says itself. A part that its version does not have is left out; one
 * that it has and does not answer is named in `unknown`. Throws only when the server gives no usable answer at all.
 */
export async function readUses(server: PhoenixServer): Promise<SecretsUsage> {
  const reader = new PartReader(server);
  const [providers, backends, configs, assistant, prompts] = await Promise.all([
    readProviders(reader),
    reader.read(backendsPart),
    reader.read(configsPart),
    reader.read(assistantPart),
    readPrompts(reader),
  ]);
  const findings = new Findings();
  for (const { name, credentials } of providers ?? []) {
    for (const { key, required } of credentials) findings.add(key, 'provider', name, required);
  }
  if (backends === 'failed') findings.miss('sandbox');
  else if (backends !== 'absent') {
    for (const { displayName, credentialSpecs } of backends.sandboxBackends) {
      for (const { key, isRequired } of credentialSpecs)
        findings.add(key, 'sandbox', displayName, isRequired);
    }
  }
  if (configs === 'failed') findings.miss('sandbox');
  else if (configs !== 'absent') {
    for (const { name, config } of configs.sandboxProviders.flatMap((provider) => provider.configs)) {
      // A configuration may hand the same secret over under several names.
      for (const key of new Set(config.envVars.map(({ secretKey }) => secretKey)))
        findings.add(key, 'sandbox', name, true);
    }
  }
  if (assistant === 'failed') findings.miss('assistant');
  else if (assistant !== 'absent' && assistant.agentsConfig.githubEnabled) {
    findings.add('GITHUB_PERSONAL_ACCESS_TOKEN', 'assistant', 'GitHub', false);
  }
  // What a prompt reads is what its provider does: without these nothing is known of prompts either.
  if (!providers) findings.miss('provider');
  if (!providers || prompts.failed) findings.miss('prompt');
  if (prompts.more) findings.cut();
  const credentialsOf = new Map((providers ?? []).map(({ key, credentials }) => [key, credentials]));
  for (const { name, provider } of prompts.found) {
    for (const { key, required } of credentialsOf.get(provider) ?? [])
      findings.add(key, 'prompt', name, required);
  }
  return findings.result();
}

/** Null when they could not be read. */
async function readProviders(reader: PartReader): Promise<Provider[] | null> {
  const answer = await reader.read(providersPart);
  if (answer === 'failed') return null;
  if (answer === 'absent') return [];
  return answer.modelProviders.map(({ key, name, credentialRequirements }) => {
    const listed = credentialRequirements.map(({ envVarName, isRequired }) => ({
      key: envVarName,
      required: isRequired,
    }));
    // Read where the first is missing, and not listed by any version.
    const more = key === 'GOOGLE' ? [{ key: 'GOOGLE_API_KEY', required: false }] : [];
    return { key, name, credentials: [...listed, ...more] };
  });
}

interface Prompts {
  readonly found: readonly { readonly name: string; readonly provider: string }[];
  readonly failed: boolean;
  /** True: there are more than were looked at. */
  readonly more: boolean;
}

/** The prompts whose latest version goes to a built-in provider, the newest ones first, up to a bound. */
async function readPrompts(reader: PartReader): Promise<Prompts> {
  const found: { name: string; provider: string }[] = [];
  let after: string | null = null;
  for (let read = 0; read < mostPrompts; read += promptsAtOnce) {
    const variables: Record<string, unknown> = { first: promptsAtOnce, after };
    const answer: PartAnswer<PromptsAnswer> = await reader.read(promptsPart, variables);
    if (answer === 'failed') return { found, failed: true, more: false };
    if (answer === 'absent') break;
    const { edges, pageInfo } = answer.prompts;
    for (const { node } of edges.slice(0, promptsAtOnce)) {
      if (!node.version.customProvider) found.push({ name: node.name, provider: node.version.modelProvider });
    }
    if (!pageInfo.hasNextPage) return { found, failed: false, more: false };
    if (pageInfo.endCursor === null) return { found, failed: true, more: false };
    after = pageInfo.endCursor;
  }
  return { found, failed: false, more: after !== null };
}
