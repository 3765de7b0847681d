import type { KeyUses, SecretUse } from '../../src-shared/contract';

/**
 * Which secrets a Phoenix server reads by their name, as it lists them itself (arize-phoenix 20.26.1:
 * GraphQL `modelProviders`), and those that it reads without listing them: `GOOGLE_API_KEY`, the
 * assistant's GitHub token and the sandbox credentials.
 */
const providers: readonly [
  name: string,
  monogram: string,
  required: readonly string[],
  optional?: readonly string[],
][] = [
  ['Anthropic', 'An', ['ANTHROPIC_API_KEY']],
  ['AWS Bedrock', 'Aw', ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'], ['AWS_SESSION_TOKEN']],
  ['Azure OpenAI', 'Az', ['AZURE_OPENAI_API_KEY']],
  ['Cerebras', 'Ce', ['CEREBRAS_API_KEY']],
  ['DeepSeek', 'Ds', ['DEEPSEEK_API_KEY']],
  ['Fireworks', 'Fi', ['FIREWORKS_API_KEY']],
  ['Google Gemini', 'Ge', ['GEMINI_API_KEY'], ['GOOGLE_API_KEY']],
  ['Groq', 'Gr', ['GROQ_API_KEY']],
  ['Meta', 'Me', ['META_API_KEY']],
  ['MiniMax', 'Mm', ['MINIMAX_API_KEY']],
  ['Moonshot', 'Mo', ['MOONSHOT_API_KEY']],
  ['OpenAI', 'Oa', ['OPENAI_API_KEY']],
  ['Perplexity', 'Pe', ['PERPLEXITY_API_KEY']],
  ['Together', 'To', ['TOGETHER_API_KEY']],
  ['xAI', 'xA', ['XAI_API_KEY']],
  ['Z.ai', 'Za', ['ZAI_API_KEY']],
];

const sandboxes: readonly [name: string, keys: readonly string[]][] = [
  ['E2B', ['E2B_API_KEY']],
  ['Daytona', ['DAYTONA_API_KEY']],
  ['Vercel', ['VERCEL_TOKEN']],
  ['Modal', ['MODAL_TOKEN_ID', 'MODAL_TOKEN_SECRET']],
  ['Docker', ['DOCKER_ID', 'DOCKER_PAT']],
];

/** The two letters of a provider's tile: Phoenix's own, else the first ones of its name; null when it has none. */
export function monogramOf(name: string): string | null {
  const known = providers.find(([provider]) => provider === name);
  if (known) return known[1];
  const [first, second] = name.match(/[A-Za-z]/g) ?? [];
  return first && second ? first.toUpperCase() + second.toLowerCase() : null;
}

/** Uses gathered by their key, in key order. */
export function sortedUses(found: readonly { readonly key: string; readonly use: SecretUse }[]): KeyUses[] {
  const uses = new Map<string, SecretUse[]>();
  for (const { key, use } of found) {
    const list = uses.get(key);
    if (list) list.push(use);
    else uses.set(key, [use]);
  }
  return [...uses].map(([key, list]) => ({ key, uses: list })).sort((a, b) => (a.key < b.key ? -1 : 1));
}

/** All known keys in key order, each with what reads it. */
export function knownUses(): KeyUses[] {
  const found: { key: string; use: SecretUse }[] = [];
  const add = (key: string, use: SecretUse) => found.push({ key, use });
  for (const [name, monogram, required, optional = []] of providers) {
    for (const key of required) add(key, { kind: 'provider', name, monogram, required: true });
    for (const key of optional) add(key, { kind: 'provider', name, monogram, required: false });
  }
  for (const [name, keys] of sandboxes) {
    for (const key of keys) add(key, { kind: 'sandbox', name, monogram: null, required: true });
  }
  add('GITHUB_PERSONAL_ACCESS_TOKEN', {
    kind: 'assistant',
    name: 'GitHub',
    monogram: null,
    required: false,
  });
  return sortedUses(found);
}
