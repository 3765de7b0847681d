import * as z from 'zod';
import type { KeyUses, SecretUse } from '../../../src-shared/contract';
import { monogramOf, sortedUses } from '../usage';
import type { PhoenixServer } from './server';

// Custom providers are not asked: up to 20.26.1 their schema (db/types/model_provider.py) holds credentials inline
// or takes those of the server's own surroundings, and nothing in it can name a secret.

const providersPart = z.object({
  modelProviders: z.array(
    z.object({
      name: z.string(),
      key: z.string(),
      credentialRequirements: z.array(z.object({ envVarName: z.string(), isRequired: z.boolean() })),
    }),
  ),
});

const backendsPart = z.object({
  sandboxBackends: z.array(
    z.object({
      displayName: z.string(),
      credentialSpecs: z.array(z.object({ key: z.string(), isRequired: z.boolean() })),
    }),
  ),
});

const configsPart = z.object({
  sandboxProviders: z.array(
    z.object({
      configs: z.array(
        z.object({
          name: z.string(),
          config: z.object({ envVars: z.array(z.object({ secretKey: z.string() })) }),
        }),
      ),
    }),
  ),
});

const assistantPart = z.object({ agentsConfig: z.object({ githubEnabled: z.boolean() }) });

const promptsPart = z.object({
  prompts: z.object({
    edges: z.array(
      z.object({
        node: z.object({
          name: z.string(),
          version: z.object({ modelProvider: z.string(), customProvider: z.object({}).nullable() }),
        }),
      }),
    ),
    pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() }),
  }),
});

const promptsDocument = `query($first:Int,$after:String){
  prompts(first:$first,after:$after){
    edges{node{name version{modelProvider customProvider{id}}}} pageInfo{hasNextPage endCursor}
  }
}`;
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

/**
 * What reads each secret on this server, as it says itself. A part that a server does not have is left out.
 * Throws only when the server gives no usable answer at all.
 */
export async function readUses(server: PhoenixServer): Promise<KeyUses[]> {
  const [providers, backends, configs, assistant, prompts] = await Promise.all([
    readProviders(server),
    readPart(server, backendsPart, '{sandboxBackends{displayName credentialSpecs{key isRequired}}}'),
    readPart(server, configsPart, '{sandboxProviders{configs{name config{envVars{secretKey}}}}}'),
    readPart(server, assistantPart, '{agentsConfig{githubEnabled}}'),
    readPrompts(server),
  ]);
  const found: Found[] = [];
  const add = (key: string, kind: SecretUse['kind'], whole: string, required: boolean) => {
    if (found.length >= mostUses) return;
    const name = whole.slice(0, longestName);
    found.push({
      key,
      use: { kind, name, monogram: kind === 'provider' ? monogramOf(name) : null, required },
    });
  };
  for (const { name, credentials } of providers) {
    for (const { key, required } of credentials) add(key, 'provider', name, required);
  }
  for (const { displayName, credentialSpecs } of backends?.sandboxBackends ?? []) {
    for (const { key, isRequired } of credentialSpecs) add(key, 'sandbox', displayName, isRequired);
  }
  for (const { name, config } of configs?.sandboxProviders.flatMap((provider) => provider.configs) ?? []) {
    // A configuration may hand the same secret over under several names.
    for (const key of new Set(config.envVars.map(({ secretKey }) => secretKey)))
      add(key, 'sandbox', name, true);
  }
  if (assistant?.agentsConfig.githubEnabled === true) {
    add('GITHUB_PERSONAL_ACCESS_TOKEN', 'assistant', 'GitHub', false);
  }
  const credentialsOf = new Map(providers.map(({ key, credentials }) => [key, credentials]));
  for (const { name, provider } of prompts) {
    if (found.length >= mostUses) break;
    const credentials = credentialsOf.get(provider) ?? [];
    for (const { key, required } of credentials) add(key, 'prompt', name, required);
  }
  return sortedUses(found);
}

async function readProviders(server: PhoenixServer): Promise<Provider[]> {
  const document = '{modelProviders{name key credentialRequirements{envVarName isRequired}}}';
  const part = await readPart(server, providersPart, document);
  return (part?.modelProviders ?? []).map(({ key, name, credentialRequirements }) => {
    const listed = credentialRequirements.map(({ envVarName, isRequired }) => ({
      key: envVarName,
      required: isRequired,
    }));
    // Read where the first is missing, and not listed by any version.
    const more = key === 'GOOGLE' ? [{ key: 'GOOGLE_API_KEY', required: false }] : [];
    return { key, name, credentials: [...listed, ...more] };
  });
}

/** The prompts whose latest version goes to a built-in provider, the newest ones first, up to a bound. */
async function readPrompts(server: PhoenixServer): Promise<{ name: string; provider: string }[]> {
  const found: { name: string; provider: string }[] = [];
  let after: string | null = null;
  for (let read = 0; read < mostPrompts; read += promptsAtOnce) {
    const variables: Record<string, unknown> = { first: promptsAtOnce, after };
    const part: z.infer<typeof promptsPart> | null = await readPart(
      server,
      promptsPart,
      promptsDocument,
      variables,
    );
    if (!part) break;
    const { edges, pageInfo } = part.prompts;
    for (const { node } of edges.slice(0, promptsAtOnce)) {
      if (!node.version.customProvider) found.push({ name: node.name, provider: node.version.modelProvider });
    }
    if (!pageInfo.hasNextPage || pageInfo.endCursor === null) break;
    after = pageInfo.endCursor;
  }
  return found;
}

/** One part of the server's schema; null where it has none, or another. */
async function readPart<T>(
  server: PhoenixServer,
  schema: z.ZodType<T>,
  document: string,
  variables: Readonly<Record<string, unknown>> = {},
): Promise<T | null> {
  const { data, errors } = await server.query(document, variables);
  if (errors.length > 0) return null;
  return schema.safeParse(data).data ?? null;
}
