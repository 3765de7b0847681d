import { operationNames, type OperationName } from '../../src-shared/operations';

/** Who may call what, written down beside the contract. An operation that is not here fails its test. */
export const allowed: Record<OperationName, string> = {
  'secrets.list': 'SYSTEM ADMIN',
  'secrets.usage': 'SYSTEM ADMIN',
  'secrets.put': 'SYSTEM ADMIN',
  'secrets.delete': 'SYSTEM ADMIN',
  'secrets.undoDelete': 'SYSTEM ADMIN',
  'access.session': 'anybody',
  'access.signIn': 'anybody',
  'access.signOut': 'anybody',
  'access.setFirstPassword': 'anybody',
  'access.changePassword': 'SYSTEM ADMIN MEMBER VIEWER',
  'access.listUsers': 'SYSTEM ADMIN',
  'access.createUser': 'SYSTEM ADMIN',
  'access.setUserRole': 'SYSTEM ADMIN',
  'access.resetPassword': 'SYSTEM ADMIN',
  'access.deleteUser': 'SYSTEM ADMIN',
  'access.listApiKeys': 'SYSTEM ADMIN MEMBER VIEWER',
  'access.createApiKey': 'SYSTEM ADMIN MEMBER VIEWER',
  'access.deleteApiKey': 'SYSTEM ADMIN MEMBER VIEWER',
  'connections.list': 'SYSTEM ADMIN MEMBER VIEWER',
  'connections.check': 'SYSTEM ADMIN MEMBER VIEWER',
  'connections.discover': 'SYSTEM ADMIN MEMBER VIEWER',
  'connections.test': 'SYSTEM ADMIN MEMBER VIEWER',
  'connections.save': 'SYSTEM ADMIN MEMBER VIEWER',
  'connections.remove': 'SYSTEM ADMIN MEMBER VIEWER',
  'connections.open': 'SYSTEM ADMIN MEMBER VIEWER',
  'connections.signIn': 'SYSTEM ADMIN MEMBER VIEWER',
  'connections.cancelSignIn': 'SYSTEM ADMIN MEMBER VIEWER',
  'connections.setPassword': 'SYSTEM ADMIN MEMBER VIEWER',
  'settings.get': 'SYSTEM ADMIN MEMBER VIEWER',
  'settings.getPreferences': 'anybody',
  'settings.setPreferences': 'anybody',
  'settings.startEndpoint': 'SYSTEM ADMIN',
  'settings.stopEndpoint': 'SYSTEM ADMIN',
  'settings.setEncryptionKey': 'SYSTEM ADMIN',
  'settings.checkForUpdates': 'SYSTEM ADMIN MEMBER VIEWER',
  'settings.openUpdatePage': 'SYSTEM ADMIN MEMBER VIEWER',
  'app.copyText': 'anybody',
  'app.openDataFolder': 'SYSTEM ADMIN MEMBER VIEWER',
};

export const allOperations = Object.entries(operationNames).flatMap(([room, names]) =>
  names.map((name) => `${room}.${name}` as OperationName),
);

/** `who`: a role, or anything else for nobody in particular. */
export function mayCall(name: OperationName, who: string): boolean {
  return allowed[name] === 'anybody' || allowed[name].split(' ').includes(who);
}
