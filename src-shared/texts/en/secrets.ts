import type { UnreadableReason } from '../../contract';
import { clock, counted, list, number, plural } from './intl';

const unreadable: Record<Exclude<UnreadableReason, 'server'>, string> = {
  other_secret: 'Unreadable: encrypted with another PHOENIX_SECRET',
  no_secret: 'Unreadable: stored while no PHOENIX_SECRET was set',
  damaged: 'Unreadable: the stored value is damaged',
};

/** A use in running text: `OpenAI`, `prompt: triage`. */
type UseKind = 'provider' | 'sandbox' | 'assistant' | 'prompt';
const kindNames: Record<UseKind, string> = {
  provider: 'Provider',
  sandbox: 'Sandbox',
  assistant: 'Assistant',
  prompt: 'Prompt',
};

const kindsAsked: Record<UseKind, string> = {
  provider: 'providers',
  sandbox: 'sandboxes',
  assistant: 'the assistant',
  prompt: 'prompts',
};

export const secrets = {
  title: 'Secrets',
  newSecret: 'New Secret',
  search: 'Search secrets',
  table: 'Secrets',
  columns: {
    key: 'Key',
    usedBy: 'Used by',
    updated: 'Updated',
    owner: 'Last changed by',
    actions: 'Actions',
  },
  selectAll: 'Select all secrets',
  select: (key: string) => `Select ${key}`,
  replace: (key: string) => `Replace ${key}`,
  delete: (key: string) => `Delete ${key}`,
  replaceTip: 'Replace',
  notReplaceable: 'Not a valid key. Its value can’t be replaced.',
  deleteTip: 'Delete',
  notUsed: 'Not used',
  /** What reads the secrets, while that is asked for and where there was no answer. */
  uses: {
    looking: 'Looking…',
    notKnown: 'Not known',
    fact: (count: number) => `What reads ${plural(count, 'this key', 'these keys')} is not known.`,
    partly: (count: number) =>
      `Not everything that reads ${plural(count, 'this key', 'these keys')} is known.`,
    notAsked: (kinds: readonly UseKind[]) =>
      `The server gave no answer about ${list(kinds.map((kind) => kindsAsked[kind]))}.`,
    cut: 'Only the first 1,000 prompts were looked at. There may be more.',
    lookingFor: (count: number) => `Looking for what reads ${plural(count, 'this key', 'these keys')}…`,
  },
  more: (count: number) => `+${number(count)}`,
  use: (kind: UseKind, name: string) => (kind === 'provider' ? name : `${kind}: ${name}`),
  nobody: 'Nobody is known for this change. The user was deleted.',
  unreadable,

  matches: (shown: number, total: number, query: string) =>
    `${number(shown)} of ${counted(total, 'secret', 'secrets')} ${plural(shown, 'matches', 'match')} “${query}”.`,
  owner: 'Owner',
  allSecrets: 'All secrets',
  mySecrets: 'My secrets',
  noneMine: (total: number) =>
    total === 1
      ? 'The one secret was last changed by someone else.'
      : `None of the ${counted(total, 'secret', 'secrets')} was last changed by you.`,
  showAll: 'Show all secrets',
  noMatch: (query: string) => `No secret matches “${query}”.`,
  clearSearch: 'Clear search',

  selected: (count: number) => `${number(count)} selected`,
  deleteSelected: (count: number) => `Delete ${counted(count, 'secret', 'secrets')}…`,
  clear: 'Clear',

  empty: {
    title: 'No secrets yet',
    text: 'Keep provider keys such as OPENAI_API_KEY encrypted on this computer. A value can be set, replaced or deleted. It is never shown again.',
    script: 'Or set one from a script',
  },

  fallback: {
    fact: 'PHOENIX_SECRET is not set.',
    text: 'Secrets are stored, but with a key that protects nothing.',
    set: 'Set encryption key…',
    how: 'How to set it',
  },

  keyUnavailable: {
    fact: 'PHOENIX_SECRET can’t be read from the keychain.',
    text: 'Nothing is shown as lost, but changes are off until it is back.',
    action: 'How to get it back',
  },

  loadFailed: {
    fact: 'Can’t read the secrets.',
    stale: (seenAt: number) => `Showing the keys seen at ${clock(seenAt)}. Changes are off.`,
  },

  form: {
    key: 'Key',
    value: 'Value',
    writeOnly: 'Write-only',
    replacesStored: 'Replaces the stored value',
    shown: (lines: number) => `Shown · ${counted(lines, 'line', 'lines')}`,
    placeholder: 'Paste or type the value',
    keyHint: 'Capital letters, digits and underscores.',
    keyNormalized: 'New key. Small letters became capitals, spaces became underscores.',
    keyUnused: 'New key. Nothing uses it yet.',
    keyNew: 'New key.',
    keyRead: (names: readonly string[]) =>
      `${list(names)} ${plural(names.length, 'reads', 'read')} this key.`,
    keyExists: (key: string) => `${key} exists.`,
    replaceInstead: 'Replace it instead',
    valueHint: 'Stored encrypted. You won’t be able to read it back.',
    linesHint: 'Line breaks are kept. Spaces around the value are removed.',
    envLine: (key: string) => `This looks like a line that sets ${key}.`,
    envLines: (count: number) =>
      `These are ${number(count)} lines that each set a variable. Nothing was taken: paste one at a time.`,
    envLinesAsOne: (count: number) =>
      `These are ${number(count)} lines that each set a variable. They would be stored as one value.`,
    split: 'Split into key and value',
    keepValue: 'Keep only the value',
    saveAnother: 'Save and add another',
  },

  replaceDialog: {
    title: 'Replace',
    lastChanged: (when: string, owner: string) => `Last changed ${when} by ${owner}. A key can’t be renamed.`,
    lastChangedByNobody: (when: string) => `Last changed ${when}. A key can’t be renamed.`,
    notRenamed: 'A key can’t be renamed.',
    usedNext: (names: readonly string[]) =>
      `${list(names)} ${plural(names.length, 'uses', 'use')} the new value from the next request.`,
    gone: (key: string) => `${key} was deleted meanwhile. Saving stores it again.`,
  },

  deleteDialog: {
    title: 'Delete',
    mark: '?',
    button: (key: string) => `Delete ${key}`,
    short: 'Delete',
    stops: 'These stop working as soon as the secret is gone:',
    nothingKnown: 'Nothing that Phoenix Secrets knows of reads this key.',
    undo: (seconds: number) =>
      `You can undo this for ${counted(seconds, 'second', 'seconds')}. After that it is gone.`,
    kind: (kind: UseKind, required: boolean) =>
      kind === 'prompt'
        ? kindNames.prompt
        : required
          ? `${kindNames[kind]} · required`
          : `${kindNames[kind]} · optional`,

    manyTitle: (count: number) => `Delete ${counted(count, 'secret', 'secrets')}?`,
    manyButton: (count: number) => `Delete ${counted(count, 'secret', 'secrets')}`,
    manyStop: (names: readonly string[]) =>
      `${list(names)} ${plural(names.length, 'stops', 'stop')} working as soon as ${plural(names.length, 'its secret is', 'their secrets are')} gone.`,
    manyStopMore: (names: readonly string[], more: number) =>
      `${names.join(', ')} and ${number(more)} more stop working as soon as their secrets are gone.`,
    manyNothing: 'Nothing that Phoenix Secrets knows of reads these keys.',
    manyUndo: (seconds: number) =>
      `You can undo this for ${counted(seconds, 'second', 'seconds')}. After that they are gone.`,
    usedBy: (names: readonly string[]) => `Used by ${list(names)}`,
    andMore: (count: number) => `and ${counted(count, 'more key', 'more keys')}`,
    andMoreUses: (count: number) => `and ${number(count)} more`,
    changed: (names: readonly string[], more: number) =>
      `${list(more > 0 ? [...names, `${number(more)} more`] : names)} ${plural(names.length + more, 'was', 'were')} changed or removed meanwhile. Delete again to delete what is there now.`,
  },

  toast: {
    deleted: 'Deleted',
    deletedMany: (count: number) => `Deleted ${counted(count, 'secret', 'secrets')}`,
    restored: 'Restored',
    restoredMany: (count: number) => `Restored ${counted(count, 'secret', 'secrets')}`,
    kept: (count: number) => `${counted(count, 'key was', 'keys were')} set again meanwhile and left alone`,
    expired: 'Too late to undo. It is gone.',
    undoFailed: 'Not restored.',
  },
};
