export const apiKeys = {
  title: 'API Keys',
  newApiKey: 'New API Key',
  table: 'API keys',
  introBefore: 'Local tools send one as ',
  introCode: 'Authorization: Bearer …',
  introAfter: ' to set and delete secrets.',
  columns: {
    name: 'Name',
    created: 'Created',
    expires: 'Expires',
    lastUsed: 'Last used',
    actions: 'Actions',
  },
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
    system: 'System',
    may: 'May',
    mayText: 'Set, replace and delete secrets',
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
