/**
 * The names of all operations and events, without the schema library: all that the preload may load.
 * A test holds it against the contract.
 */
export const operationNames = {
  secrets: ['list', 'usage', 'put', 'delete', 'undoDelete'],
  access: [
    'session',
    'signIn',
    'signOut',
    'setFirstPassword',
    'changePassword',
    'listUsers',
    'createUser',
    'setUserRole',
    'resetPassword',
    'deleteUser',
    'listApiKeys',
    'createApiKey',
    'deleteApiKey',
  ],
  connections: [
    'list',
    'check',
    'discover',
    'test',
    'save',
    'remove',
    'open',
    'signIn',
    'cancelSignIn',
    'setPassword',
  ],
  settings: [
    'get',
    'getPreferences',
    'setPreferences',
    'startEndpoint',
    'stopEndpoint',
    'setEncryptionKey',
    'checkForUpdates',
    'openUpdatePage',
  ],
  app: ['copyText', 'openDataFolder'],
} as const;

export type Room = keyof typeof operationNames;
export type OperationName = {
  [R in Room]: `${R}.${(typeof operationNames)[R][number]}`;
}[Room];

export const eventNames = [
  'secrets.changed',
  'access.changed',
  'access.session',
  'connections.changed',
  'connections.session',
  'settings.changed',
  'settings.update',
  'app.command',
] as const;

export type EventName = (typeof eventNames)[number];
