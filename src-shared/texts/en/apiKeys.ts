export const apiKeys = {
  title: 'API Keys',
  newApiKey: 'New API Key',
  table: 'API keys',
  introBefore: 'Local tools send one as ',
  introCode: 'Authorization: Bearer …',
  introAfter: ' to set and delete secrets.',
  /** For those whose keys may not do that. */
  introAfterOwn: '. It may do what you may do, as long as you may.',
  columns: {
    name: 'Name',
    kind: 'Kind',
    owner: 'Owner',
    lastUsed: 'Last used',
    expires: 'Expires',
    actions: 'Actions',
  },
  kinds: { system: 'System', personal: 'Personal' },
  never: 'Never',
  neverUsed: 'Never used',
  expired: 'Expired',
  delete: (name: string) => `Delete ${name}`,
  deleteTip: 'Delete',

  empty: {
    title: 'No API keys yet',
    text: 'A script or a tool on this computer sets secrets with an API key. Phoenix Secrets keeps a hash of it, not the key.',
  },
  loadFailed: 'Can’t read the API keys.',

  form: {
    name: 'Name',
    nameHint: 'What will use it, for example ci-deploy.',
    kind: 'Kind',
    kindHints: {
      system: 'A system key belongs to nobody and stays when you leave.',
      personal: 'It may do what you may do, as long as you may.',
    },
    expires: 'Expires',
    days30: '30 days',
    days90: '90 days',
    year: '1 year',
    never: 'Never',
    neverHint: 'It works until it is deleted.',
  },

  created: {
    title: (name: string) => `Copy the API key ${name}`,
    text: 'It is shown only now. Phoenix Secrets keeps a hash of it, not the key.',
    field: 'API key',
    copy: 'Copy API key',
    done: 'Done',
    kind: 'Kind',
    may: 'May',
    mayTexts: {
      system: 'Set, replace and delete secrets',
      personal: 'Do what you may do, as long as you may',
    },
    expires: 'Expires',
    clipboard: 'Copied, it leaves the clipboard after 30 seconds.',
  },

  deleteDialog: {
    title: (name: string) => `Delete ${name}?`,
    text: 'Whatever uses this API key is refused from the next request on. This can’t be undone.',
    lastUsed: (when: string) => `Last used ${when}.`,
    neverUsed: 'It was never used.',
  },
};
