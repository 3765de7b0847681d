import type { ConnectionLabel, ConnectionState, Role, SignInWay } from '../../contract';
import { clock, counted, list, number, plural } from './intl';

const roleNames: Record<Role, string> = {
  SYSTEM: 'the system user',
  ADMIN: 'an Admin',
  MEMBER: 'a Member',
  VIEWER: 'a Viewer',
};

const states: Record<ConnectionState, string> = {
  unknown: 'Not connected',
  checking: 'Connecting…',
  connected: 'Connected',
  read_only: 'Read-only',
  sign_in_needed: 'Sign in',
  unreachable: 'Unreachable',
};

const ways: Record<SignInWay, string> = {
  api_key: 'API key',
  password: 'Email and password',
  browser: 'Browser',
  none: 'No sign-in',
};

const labels: Record<ConnectionLabel, string> = {
  none: 'None',
  development: 'Development',
  staging: 'Staging',
  production: 'Production',
};

/** Why a server gives no usable answer: one fact, and one sentence with what to do. `{host}` as one reads it. */
export interface Fault {
  readonly fact: (host: string) => string;
  readonly text: string;
}

const cannotReach = (host: string) => `Can’t reach ${host}.`;
const cannotTrust = (host: string) => `Can’t trust ${host}.`;
const cannotUse = (host: string) => `Can’t use the answer of ${host}.`;
const notPhoenix = (host: string) => `${host} is not a Phoenix server.`;
const asksWho = (host: string) => `${host} asks who you are.`;

const unreachable: Record<string, Fault> = {
  refused: {
    fact: cannotReach,
    text: 'It refused the connection. Check that Phoenix runs there and that the port is right.',
  },
  dns: {
    fact: cannotReach,
    text: 'There is no computer of this name. Check the address, or the VPN.',
  },
  timeout: {
    fact: cannotReach,
    text: 'It did not answer in time. Check the network, or try again later.',
  },
  reset: { fact: cannotReach, text: 'The connection broke off. Try again.' },
  proxy: {
    fact: cannotReach,
    text: 'The system’s proxy did not let the request through. Check its settings.',
  },
  offline: { fact: cannotReach, text: 'This computer is offline. Check the network.' },
  tls_authority: {
    fact: cannotTrust,
    text: 'No authority that this computer knows signed its certificate. If it is your own, name its CA file in the connection.',
  },
  tls_expired: {
    fact: cannotTrust,
    text: 'Its certificate has expired or is not valid yet. Tell whoever runs it, and check this computer’s clock.',
  },
  tls_host: {
    fact: cannotTrust,
    text: 'Its certificate is for another name. Check the address, or tell whoever runs it.',
  },
  tls: { fact: cannotTrust, text: 'There is no secure connection to it. Tell whoever runs it.' },
  other: { fact: cannotReach, text: 'Check the network and try again.' },
};

const notPhoenixFaults: Record<string, Fault> = {
  html: { fact: notPhoenix, text: 'It answers with a web page. Check the URL and its path.' },
  redirect: {
    fact: notPhoenix,
    text: 'It sends requests to another address, which is not followed. Use that address in the connection.',
  },
  other: { fact: notPhoenix, text: 'It answers with something else. Check the URL and its path.' },
};

const badAnswers: Record<string, Fault> = {
  shape: { fact: cannotUse, text: 'It has another form than Phoenix gives. Tell whoever runs it.' },
  too_large: { fact: cannotUse, text: 'It is too large. Tell whoever runs it.' },
  endless: { fact: cannotUse, text: 'Its list of secrets does not end. Tell whoever runs it.' },
  mismatch: {
    fact: cannotUse,
    text: 'It names other keys than were sent. Look at the list before you go on.',
  },
  other: { fact: cannotUse, text: 'Try again, or tell whoever runs it.' },
};

const signInFaults: Record<string, Fault> = {
  missing: { fact: asksWho, text: 'No credentials are kept for it. Sign in.' },
  expired: { fact: asksWho, text: 'The sign-in there has ended. Sign in again.' },
  rejected: {
    fact: asksWho,
    text: 'It does not take these credentials any more. Sign in again, or make a new API key there.',
  },
  other: { fact: asksWho, text: 'Sign in again.' },
};

/** What is wrong with a field, by the rule of the contract that was broken. */
const fieldFaults = {
  url_empty: 'The URL is empty. Type one, for example https://phoenix.example.com.',
  url_format: 'That is not a URL. It looks like https://phoenix.example.com.',
  url_scheme: 'A URL starts with https:// or http://.',
  url_userinfo: 'Leave name and password out of the URL. They have fields of their own.',
  url_query: 'Leave out what comes after ? or # in the URL.',
  url_too_long: 'The URL is too long. It may have 2,000 characters.',
  http_needs_yes: 'Say yes to plain http first, or use https.',
  ca_unreadable: 'No certificate can be read there. Type the whole path of a PEM file on this computer.',
  name_empty: 'The name is empty. Type one.',
  name_too_long: 'The name is too long. It may have 100 characters.',
  email_empty: 'Type your email there.',
  email_too_long: 'The email is too long. It may have 320 characters.',
  password_empty: 'Type your password there.',
  password_too_long: 'The password is too long. It may have 1,000 characters.',
  api_key_empty: 'Paste the API key.',
  credential_too_long: 'The API key is too long. It may have 4,096 characters.',
  api_key_rejected: 'The server does not take this API key.',
  wrong_credentials: 'Email or password is wrong.',
} as const;
export type ConnectionFault = keyof typeof fieldFaults;

/** The page Connections, the switcher, and all that is said about a remote server. */
export const connections = {
  title: 'Connections',
  table: 'Connections',
  add: 'Add connection',
  addDialog: 'Add connection…',
  manage: 'Manage connections',
  /** The name of the switcher. */
  switcher: (name: string) => `Connection: ${name}`,
  opened: (name: string) => `${name} is open`,
  notOpened: 'Not opened.',
  columns: { connection: 'Connection', person: 'Signed in as', state: 'State', actions: 'Actions' },
  states,
  ways,
  labels,
  open: 'Open',
  openNow: 'Open now',
  /** The local store while a server is open. */
  ready: 'Ready',
  openOf: (name: string) => `Open ${name}`,
  more: (name: string) => `More actions for ${name}`,
  edit: 'Edit…',
  checkNow: 'Check now',
  signInNow: 'Sign in…',
  remove: 'Remove…',
  checked: (name: string, state: string) => `${name}: ${state}`,
  loadFailed: 'Can’t read the connections.',
  versionOf: (version: string) => `Phoenix ${version}`,
  ownVersion: (version: string) => `Phoenix Secrets ${version}`,
  milliseconds: (count: number) => `${number(count)} ms`,
  noSecrets: (version: string | null) =>
    version === null ? 'It has no secrets' : `Phoenix ${version} has no secrets`,
  lastReached: (when: string) => `Last reached ${when}`,
  neverReached: 'Never reached',
  signedInAs: (role: string) => `Signed in as ${role}`,
  nobody: 'Not signed in',
  onServer: (server: string) => `on ${server}`,
  roleOnServer: (role: string, server: string) => `${role} on ${server}`,
  hint: {
    title: 'Work on a Phoenix server',
    text: 'Add a server and its secrets are listed, set, replaced and deleted here, beyond the 100 that its own page shows. What you store on this computer stays where it is.',
  },
  /** On pages that are about this computer while a server is open. */
  usersHere: (server: string) => `These are the users of this computer, not those of ${server}.`,
  apiKeysHere: (server: string) => `These keys are for the Local store of this computer, not for ${server}.`,
  accountHere: (name: string) => `Account ${name} on this computer`,

  form: {
    editTitle: 'Edit',
    url: 'URL',
    urlHint: 'As in the browser, with the path if there is one.',
    urlFixed: 'Stays as it is. It is changed on the page Connections.',
    name: 'Name',
    signIn: 'Sign in with',
    apiKey: 'API key',
    apiKeyHint: 'Made in Phoenix under Settings → API Keys. An admin secret works too.',
    email: 'Email',
    password: 'Password',
    kept: 'Kept. Type to change it',
    browserHint:
      'The system’s browser opens when you connect. Sign in there as always, also with single sign-on.',
    noneHint: 'For servers where nobody is asked who they are.',
    asksSignIn: 'This server asks who you are. Choose how to sign in.',
    noSignIn: 'This server asks nobody who they are.',
    label: 'Label',
    labelHints: {
      none: 'Tells servers apart.',
      development: 'Tells servers apart.',
      staging: 'Tells servers apart.',
      production: 'Saving and deleting ask once more.',
    } satisfies Record<ConnectionLabel, string>,
    trust: 'Certificate',
    caFile: 'CA file',
    caFileHint: 'Path of a PEM file. Its authority is trusted for this server besides the system’s.',
    http: 'Use plain http all the same',
    httpText:
      'Nothing is encrypted on the way: whoever is between this computer and the server can read the credentials and the values that you send.',
    noKeychain:
      'This system has no keychain. The credentials are kept in memory and are gone when Phoenix Secrets ends.',
    test: 'Test connection',
    testAgain: 'Test again',
    testing: 'Testing…',
    save: 'Save and connect',
    connecting: 'Connecting…',
    failed: 'Not connected.',
    notSaved: 'Not saved.',
    connectedIn: (milliseconds: number) => `Connected in ${number(milliseconds)} ms`,
    reached: 'The server is there',
    inBrowser: 'you sign in in the browser when you connect',
    signedInAs: (name: string) => `signed in as ${name}`,
    noSignInThere: 'no sign-in',
    secretCount: (count: number, more: boolean) =>
      more ? `more than ${number(count)} secrets` : counted(count, 'secret', 'secrets'),
    readOnly: 'secrets can’t be changed',
    unknownVersion: 'Phoenix',

    waiting: 'Waiting for the browser',
    waitingText: 'Sign in there and allow Phoenix Secrets. This goes on by itself.',

    newPassword: (name: string) =>
      `The password is right, and ${name} asks for a new one before anything else.`,
    setPassword: 'Set password and connect',
    settingPassword: 'Setting…',
    passwordNotSet: 'Password not set.',
  },

  signIn: {
    title: (name: string) => `Sign in to ${name}`,
    note: 'What you were doing goes on after that.',
    button: 'Sign in',
    browserButton: 'Open the browser',
    none: (name: string) =>
      `${name} asks who you are now, and this connection signs in with nothing. Edit it and choose how to sign in.`,
    otherWay: 'Sign in another way…',
    failed: 'Not signed in.',
  },

  removeDialog: {
    title: (name: string) => `Remove ${name}?`,
    button: (name: string) => `Remove ${name}`,
    text: 'Its credentials are wiped from this computer, and a sign-in there ends. The secrets of the server stay as they are.',
    open: 'It is open now: the Local store takes its place.',
    removing: 'Removing…',
    failed: 'Not removed.',
    removed: (name: string) => `Removed ${name}`,
  },

  roleNeeded: {
    fact: (server: string) => `Secrets on ${server} need the Admin role.`,
    text: (role: Role) =>
      `You are signed in there as ${roleNames[role]}. Ask an admin of that server to change your role.`,
  },

  faults: {
    unreachable,
    not_phoenix: notPhoenixFaults,
    bad_answer: badAnswers,
    sign_in_needed: signInFaults,
  },
  fieldFaults,
  tooOld: {
    fact: (host: string, version: string | null) =>
      version === null ? `${host} has no secrets.` : `${host} runs Phoenix ${version}, which has no secrets.`,
    text: 'Phoenix 13.0 or newer is needed. Ask whoever runs it to update it.',
  },
  serverFailed: {
    fact: (host: string) => `${host} failed.`,
    text: 'Try again, or tell whoever runs it.',
  },
  serverBusy: {
    fact: (host: string) => `${host} asks to slow down.`,
    text: 'Wait a minute and try again.',
  },
  storageLocked: {
    fact: (host: string) => `${host} can’t write.`,
    text: 'Its storage is locked or full. Tell whoever runs it.',
  },
  forbidden: { text: 'Your role there does not allow this. Ask an admin of that server to change it.' },
  /** Why one can’t sign in that way; the names are those of the rules of a `conflict`. */
  ruleTexts: {
    password_sign_in_off:
      'This server takes no passwords. Choose an API key, or the browser where it is offered.',
    no_authentication: 'This server asks nobody who they are. Choose “No sign-in”.',
    browser_sign_in_off: 'This server does not let programs sign in in the browser. Choose another way.',
    no_browser: 'No browser could be opened. Choose another way.',
    not_required: 'The password does not have to be changed. Sign in with it.',
  } as Record<string, string>,
  browserExpired: 'Nobody signed in in the browser within 5 minutes. Try again.',

  /** The list, of which a server gave only a part before it gave no usable answer any more. */
  staleSome: (count: number, seenAt: number) =>
    `Showing the first ${counted(count, 'key', 'keys')}, seen at ${clock(seenAt)}. Changes are off.`,

  empty: {
    title: (server: string) => `No secrets on ${server} yet`,
    text: 'Keep provider keys such as OPENAI_API_KEY encrypted on the server. A value can be set, replaced or deleted from here. It is never shown again.',
  },

  /** A secret that the server itself cannot read. */
  unreadable: (reason: string) =>
    reason === ''
      ? 'Unreadable on the server. If the server has a variable of that name, it hides it: replace or delete it.'
      : `Unreadable on the server (${reason}). If the server has a variable of that name, it hides it: replace or delete it.`,
  hides: {
    fact: 'The server can’t read it.',
    text: (key: string) =>
      `Calls that need it fail. If the server has an environment variable ${key}, that stays hidden while this secret is there. Replacing or deleting it is the way out.`,
  },

  production: {
    asks: (name: string, host: string) => `This is production: ${name} (${host}).`,
    back: 'Back',
    save: 'Save to production',
    delete: 'Delete on production',
  },

  changed: {
    by: (who: string, key: string, when: string) => `${who} changed ${key} ${when}, after you opened this.`,
    byNobody: (key: string, when: string) => `${key} was changed ${when}, after you opened this.`,
    someone: (key: string) => `${key} was changed after you opened this.`,
    gone: (key: string) => `${key} was deleted after you opened this.`,
    anyway: 'Replace anyway',
  },

  /** A write whose answer never came, after a look. */
  outcome: {
    fact: 'No answer came.',
    saved: (key: string, at: number) => `But ${key} changed at ${clock(at)}: it was most likely saved.`,
    savedUnseen: (key: string) => `But ${key} changed: it was most likely saved.`,
    notSaved: (key: string, at: number) =>
      `${key} had not changed when this was looked at, at ${clock(at)}. It may still arrive: look at the list before you save again.`,
    saveUnknown: (key: string) =>
      `Whether ${key} was saved is not known. Look at the list, and save again where it is needed.`,
    deleted: (count: number) =>
      `But ${plural(count, 'it is', 'they are')} gone: ${plural(count, 'it was', 'they were')} most likely deleted.`,
    notDeleted: (count: number, at: number) =>
      `${plural(count, 'It was', 'They were')} still there at ${clock(at)}. The deletion may still arrive: look at the list before you delete again.`,
    deleteUnknown: 'Whether it was deleted is not known. Look at the list.',
  },

  deleteDialog: {
    reads: (server: string) => `On ${server} this is read by:`,
    nothingKnown: (server: string) => `Nothing that is known of ${server} reads this key.`,
    final: 'This can’t be undone.',
    fallback: (server: string) =>
      `If ${server} has an environment variable of this name, it uses that from then on instead of stopping.`,
    manyRead: (server: string, names: readonly string[]) => `On ${server} these are read by ${list(names)}.`,
    manyReadMore: (server: string, names: readonly string[], more: number) =>
      `On ${server} these are read by ${names.join(', ')} and ${number(more)} more.`,
    manyNothing: (server: string) => `Nothing that is known of ${server} reads these keys.`,
    manyFallback: (server: string) =>
      `Where ${server} has an environment variable of such a name, it uses that from then on instead of stopping.`,
  },
};
