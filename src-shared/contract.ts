import * as z from 'zod';
import { errorCodes, type Result } from './errors';
import { languageChoices } from './languages';
import type { EventName, Room } from './operations';
import { keyFault, maxEntriesPerRequest, stripSpace, valueFault } from './rules';

/**
 * The contract: every operation with who may call it, what goes in and what comes out.
 * A worked example, `secrets.put`:
 *   input  { secrets: [{ key: " A ", value: " v " }], onExisting: "replace" }
 *   parsed { secrets: [{ key: "A", value: "v" }], onExisting: "replace" }
 *   output { upsertedKeys: ["A"], deletedKeys: [] }
 * An issue's message is the code of the rule that was broken (`key_empty`), never a text and never the input.
 */
export const roles = ['SYSTEM', 'ADMIN', 'MEMBER', 'VIEWER'] as const;
export type Role = (typeof roles)[number];

export interface Operation<I, O> {
  readonly kind: 'query' | 'command';
  /** Who may call it; an empty list means anybody, signed in or not. */
  readonly roles: readonly Role[];
  readonly input: z.ZodType<I>;
  readonly output: z.ZodType<O>;
}

/** Makes one operation per method of a service; a wrong schema, or one that is missing, does not compile. */
type ContractOf<S> = {
  readonly [K in keyof S]: S[K] extends (input: infer I) => Promise<infer O> ? Operation<I, O> : never;
};

const admins = ['SYSTEM', 'ADMIN'] as const;
const everyone = ['SYSTEM', 'ADMIN', 'MEMBER', 'VIEWER'] as const;
const nothing = z.strictObject({});
const timestamp = z.iso.datetime();
/** Wrong type or missing: the two are told apart because a Phoenix server does. */
const typed = (rule: string) => (issue: { input?: unknown }) =>
  issue.input === undefined ? 'required' : rule;

// ---- secrets -------------------------------------------------------------------------------------------------

const keyInput = z
  .string({ error: typed('string') })
  .transform(stripSpace)
  .superRefine((key, context) => {
    const fault = keyFault(key);
    if (fault) context.addIssue({ code: 'custom', message: fault });
  });

const valueInput = z
  .string({ error: typed('string') })
  .transform(stripSpace)
  .superRefine((value, context) => {
    const fault = valueFault(value);
    if (fault) context.addIssue({ code: 'custom', message: fault });
  });

/** One secret to store, or to delete with null; exported because a description cannot look through the pipe below. */
export const putEntry = z.object({ key: keyInput, value: valueInput.nullable() }, { error: typed('object') });

/**
 * The store that the caller means: `local`, or the id of a connection. When its window works on another one by then,
 * that is a `conflict` (`connection_changed`) and nothing was sent or changed. Left out: whichever is open.
 */
const onStore = { connection: z.string().max(64).optional() };
export interface OnStore {
  readonly connection?: string | undefined;
}

const seenSecret = z.strictObject({ key: keyInput, updatedAt: timestamp });
export type SeenSecret = z.infer<typeof seenSecret>;

const putSecretsInput = z.object(
  {
    // Two steps, so that a list that is too long is refused before its entries are looked at.
    secrets: z
      .array(z.unknown(), { error: typed('array') })
      .min(1, 'list_empty')
      .max(maxEntriesPerRequest, 'list_too_long')
      .pipe(z.array(putEntry)),
    /** `refuse` answers `already_exists` instead of overwriting a key that is there: for "New Secret". */
    onExisting: z.enum(['replace', 'refuse']).default('replace'),
    /**
     * What the caller saw: a key that was written since (another `updatedAt`), or is gone, is a `conflict`
     * (`changed_meanwhile`, with its `keys`) and nothing is written. For "Replace".
     */
    ifUnchanged: z.array(seenSecret).max(maxEntriesPerRequest).default([]),
    ...onStore,
  },
  { error: typed('object') },
);
export type PutSecretsInput = z.infer<typeof putSecretsInput>;

/** A key as a list shows it: what another program stored need not be one as it is stored here, and can be deleted. */
const storedKey = z.string().max(1024 * 1024);

const deleteSecretsInput = z.strictObject({
  keys: z.array(storedKey).min(1, 'list_empty').max(maxEntriesPerRequest, 'list_too_long'),
  /** As with `put`: what the caller saw. Left out, nothing is compared. */
  ifUnchanged: z
    .array(seenSecret.extend({ key: storedKey }))
    .max(maxEntriesPerRequest)
    .optional(),
  ...onStore,
});
export type DeleteSecretsInput = z.infer<typeof deleteSecretsInput>;

export const putSecretsOutput = z.strictObject({
  upsertedKeys: z.array(z.string()),
  deletedKeys: z.array(z.string()),
});
export type PutSecretsOutput = z.infer<typeof putSecretsOutput>;

/**
 * Why a row cannot be decrypted: another PHOENIX_SECRET; written while none was set; not a token of ours;
 * a remote server says so (in `reason`, its own words).
 */
const unreadableReasons = ['other_secret', 'no_secret', 'damaged', 'server'] as const;
export type UnreadableReason = (typeof unreadableReasons)[number];

const secretRow = z.strictObject({
  key: z.string(),
  updatedAt: timestamp,
  /** The last writer; null when nobody is known (a deleted user). */
  owner: z.strictObject({ id: z.string(), name: z.string() }).nullable(),
  unreadable: z.enum(unreadableReasons).nullable(),
  /** What a remote server says about it; null for the local store, whose reasons have texts of their own. */
  reason: z.string().max(300).nullable(),
});
export type SecretRow = z.infer<typeof secretRow>;

const secretPage = z.strictObject({
  rows: z.array(secretRow),
  /** Give it as `after` to get the next page; null on the last one. */
  next: z.string().nullable(),
  /** How many there are; null where that is only known with the last page (a remote server). */
  total: z.number().int().nullable(),
  /** Grows with each commit; of two answers about one key the one with the higher revision is right. */
  revision: z.number().int(),
});
export type SecretPage = z.infer<typeof secretPage>;

const secretUseKinds = ['provider', 'sandbox', 'assistant', 'prompt'] as const;

const secretUse = z.strictObject({
  kind: z.enum(secretUseKinds),
  name: z.string(),
  /** Two letters for the tile; null for what is not a provider. */
  monogram: z.string().nullable(),
  required: z.boolean(),
});
export type SecretUse = z.infer<typeof secretUse>;

const keyUses = z.strictObject({ key: z.string(), uses: z.array(secretUse) });
export type KeyUses = z.infer<typeof keyUses>;

const secretsUsage = z.strictObject({
  keys: z.array(keyUses),
  /** Kinds that could not be asked for: what of them reads a secret is not known. Empty when all could. */
  unknown: z.array(z.enum(secretUseKinds)),
  /** True: there are more prompts (or uses) than are looked at, so that some may be missing. */
  cut: z.boolean(),
});
export type SecretsUsage = z.infer<typeof secretsUsage>;

export interface SecretsService {
  /** One page in key order; `limit` rows at most (1 to 1,000). */
  list(input: { after: string | null; limit: number } & OnStore): Promise<SecretPage>;
  /**
   * Which key is read by what, for all known keys, stored or not. A remote server is asked each time; of its prompts
   * the latest version of each counts, of the first 1,000.
   */
  usage(input: OnStore): Promise<SecretsUsage>;
  /**
   * Stores strings and deletes nulls in one transaction; of equal keys the last one wins. On a remote server:
   * `outcome_unknown` when it was sent and no answer came, `bad_answer` when the answer lists other keys.
   */
  put(input: PutSecretsInput): Promise<PutSecretsOutput>;
  /**
   * Deletes keys so that `undoDelete` can bring them back for `undoMs`; keys that are absent are listed too. They are
   * taken to the letter, spaces around them as well, whatever another program stored. A remote server can bring
   * nothing back: there `undo` is always null. It takes no key that breaks the rule: there that is `invalid_input`.
   */
  delete(
    input: DeleteSecretsInput,
  ): Promise<{ deletedKeys: string[]; undo: { token: string; undoMs: number } | null }>;
  /** Brings back what one `delete` took; `expired` when its time is over. A key set meanwhile is left alone. */
  undoDelete(input: { token: string } & OnStore): Promise<{ restoredKeys: string[]; keptKeys: string[] }>;
}

const secrets: ContractOf<SecretsService> = {
  list: {
    kind: 'query',
    roles: admins,
    input: z.strictObject({
      after: z.string().nullable(),
      limit: z.number().int().min(1).max(1000),
      ...onStore,
    }),
    output: secretPage,
  },
  usage: {
    kind: 'query',
    roles: admins,
    input: z.strictObject(onStore),
    output: secretsUsage,
  },
  put: { kind: 'command', roles: admins, input: putSecretsInput, output: putSecretsOutput },
  delete: {
    kind: 'command',
    roles: admins,
    input: deleteSecretsInput,
    output: z.strictObject({
      deletedKeys: z.array(z.string()),
      undo: z.strictObject({ token: z.string(), undoMs: z.number().int() }).nullable(),
    }),
  },
  undoDelete: {
    kind: 'command',
    roles: admins,
    input: z.strictObject({ token: z.string().max(64), ...onStore }),
    output: z.strictObject({ restoredKeys: z.array(z.string()), keptKeys: z.array(z.string()) }),
  },
};

// ---- access --------------------------------------------------------------------------------------------------

/** Roles that a person can have; SYSTEM is the built-in user's alone. */
const userRole = z.enum(['ADMIN', 'MEMBER', 'VIEWER']);
export type UserRole = z.infer<typeof userRole>;

const person = z.strictObject({
  id: z.string(),
  name: z.string(),
  email: z.string(),
  role: userRole,
});

/** Why nobody is signed in any more, so that the sign-in screen can say it; null at the first start. */
const sessionEnds = ['signed_out', 'idle', 'locked', 'changed'] as const;

const session = z.strictObject({
  /** False: no sign-in here, the person at the machine is the one operator and Admin. */
  authentication: z.boolean(),
  user: person.nullable(),
  /** True: only `setFirstPassword` and `signOut` are open until a new password is set. */
  mustChangePassword: z.boolean(),
  ended: z.enum(sessionEnds).nullable(),
  /** Who was signed in before, for the field "Email" after a lock; null after a sign-out. */
  lastEmail: z.string().nullable(),
});
export type Session = z.infer<typeof session>;

const userRow = z.strictObject({
  id: z.string(),
  name: z.string(),
  email: z.string(),
  role: userRole,
  createdAt: timestamp,
  mustChangePassword: z.boolean(),
  /** What stays and what goes when this user is deleted. */
  secrets: z.number().int(),
  apiKeys: z.number().int(),
});
export type UserRow = z.infer<typeof userRow>;

const apiKeyRow = z.strictObject({
  id: z.number().int(),
  name: z.string(),
  kind: z.enum(['system', 'personal']),
  owner: z.strictObject({ id: z.string(), name: z.string() }),
  createdAt: timestamp,
  expiresAt: timestamp.nullable(),
  lastUsedAt: timestamp.nullable(),
});
export type ApiKeyRow = z.infer<typeof apiKeyRow>;

/** Phoenix's own check of an email address (`EMAIL_PATTERN`), stripped. */
const emailInput = z
  .string()
  .max(320, 'email_too_long')
  .transform(stripSpace)
  .pipe(z.string().regex(/^[^@\s]+@[^@\s]+[.][^@\s]+$/, 'email_format'));

const nameInput = z
  .string()
  .transform(stripSpace)
  .pipe(z.string().min(1, 'name_empty').max(100, 'name_too_long'));

/** At least 8 characters; that it is not the name or the email is checked where these are known. */
const newPasswordInput = z.string().min(8, 'password_too_short').max(1000, 'password_too_long');

/** A password as it is typed at sign-in: any text, an unknown one is simply wrong. */
const passwordInput = z.string().max(1000);

export interface AccessService {
  /** Who is in front of the window. Without authentication: the one operator, an Admin. */
  session(input: Record<string, never>): Promise<Session>;
  /** `wrong_credentials` for an unknown user and a wrong password alike; `try_again_later` after too many. */
  signIn(input: { email: string; password: string }): Promise<Session>;
  signOut(input: Record<string, never>): Promise<Session>;
  /** Sets the password of a session that has to; `conflict` for any other. */
  setFirstPassword(input: { newPassword: string }): Promise<Session>;
  /** One's own password; ends one's other sessions. */
  changePassword(input: { currentPassword: string; newPassword: string }): Promise<Record<string, never>>;
  listUsers(input: Record<string, never>): Promise<{ users: UserRow[] }>;
  /** The password given here has to be changed at the first sign-in. */
  createUser(input: {
    email: string;
    username: string;
    password: string;
    role: UserRole;
  }): Promise<{ user: UserRow }>;
  /** `conflict` (`last_admin`, `own_account`) where it would lock people out. Ends the sessions of that user. */
  setUserRole(input: { id: string; role: UserRole }): Promise<{ user: UserRow }>;
  /** The password given here has to be changed at the next sign-in. Ends the sessions of that user. */
  resetPassword(input: { id: string; password: string }): Promise<Record<string, never>>;
  /** Secrets stay without an owner, API keys go, sessions end. `conflict` as with `setUserRole`. */
  deleteUser(input: { id: string }): Promise<Record<string, never>>;
  /** One's own keys; for an Admin all. */
  listApiKeys(input: Record<string, never>): Promise<{ apiKeys: ApiKeyRow[] }>;
  /**
   * `token` is shown once and never again: only its SHA-256 is kept. `expiresInDays` null: never expires.
   * A personal key has the role of its owner, live; `forbidden` for a system key unless an Admin asks.
   */
  createApiKey(input: {
    name: string;
    kind: 'system' | 'personal';
    expiresInDays: number | null;
  }): Promise<{ apiKey: ApiKeyRow; token: string }>;
  /** Revoked at once, also on connections that are open. `not_found` when it is not there, or not one's own. */
  deleteApiKey(input: { id: number }): Promise<Record<string, never>>;
}

const userId = z.string().regex(/^[1-9][0-9]{0,15}$/, 'user_id');
const withUser = z.strictObject({ user: userRow });

const access: ContractOf<AccessService> = {
  session: { kind: 'query', roles: [], input: nothing, output: session },
  signIn: {
    kind: 'command',
    roles: [],
    input: z.strictObject({ email: z.string().max(320), password: passwordInput }),
    output: session,
  },
  signOut: { kind: 'command', roles: [], input: nothing, output: session },
  setFirstPassword: {
    kind: 'command',
    roles: [],
    input: z.strictObject({ newPassword: newPasswordInput }),
    output: session,
  },
  changePassword: {
    kind: 'command',
    roles: everyone,
    input: z.strictObject({ currentPassword: passwordInput, newPassword: newPasswordInput }),
    output: nothing,
  },
  listUsers: {
    kind: 'query',
    roles: admins,
    input: nothing,
    output: z.strictObject({ users: z.array(userRow) }),
  },
  createUser: {
    kind: 'command',
    roles: admins,
    input: z.strictObject({
      email: emailInput,
      username: nameInput,
      password: newPasswordInput,
      role: userRole,
    }),
    output: withUser,
  },
  setUserRole: {
    kind: 'command',
    roles: admins,
    input: z.strictObject({ id: userId, role: userRole }),
    output: withUser,
  },
  resetPassword: {
    kind: 'command',
    roles: admins,
    input: z.strictObject({ id: userId, password: newPasswordInput }),
    output: nothing,
  },
  deleteUser: {
    kind: 'command',
    roles: admins,
    input: z.strictObject({ id: userId }),
    output: nothing,
  },
  listApiKeys: {
    kind: 'query',
    roles: everyone,
    input: nothing,
    output: z.strictObject({ apiKeys: z.array(apiKeyRow) }),
  },
  createApiKey: {
    kind: 'command',
    roles: everyone,
    input: z.strictObject({
      name: nameInput,
      kind: z.enum(['system', 'personal']),
      expiresInDays: z.number().int().min(1).max(3650).nullable(),
    }),
    output: z.strictObject({ apiKey: apiKeyRow, token: z.string() }),
  },
  deleteApiKey: {
    kind: 'command',
    roles: everyone,
    input: z.strictObject({ id: z.number().int() }),
    output: nothing,
  },
};

// ---- connections ---------------------------------------------------------------------------------------------

/** The connection that is not a server: this computer's own store. */
export const localConnection = 'local';

/** How one gets in: an API key (or an admin secret); email and password; the server's own OAuth 2; not at all. */
const signInWays = ['api_key', 'password', 'browser', 'none'] as const;
export type SignInWay = (typeof signInWays)[number];

/** What a server is for; writing to one of production asks once more. */
const connectionLabels = ['none', 'development', 'staging', 'production'] as const;
export type ConnectionLabel = (typeof connectionLabels)[number];

const connectionId = z.string().regex(/^[a-z0-9]{16}$/, 'connection_id');

/** An expected failure as an event or a row carries it; see `Failure`. */
const failure = z.strictObject({
  code: z.enum(errorCodes),
  message: z.string(),
  rule: z.string().optional(),
  version: z.string().optional(),
  retryAfterSeconds: z.number().optional(),
});

/**
 * `unknown`: not asked yet. `checking`: being asked for the first time. `read_only`: it answers, but secrets cannot
 * be changed there (the role, or `too_old`). `sign_in_needed`: no credentials, or they are not taken any more.
 * `unreachable`: no usable answer.
 */
const connectionStates = [
  'unknown',
  'checking',
  'connected',
  'read_only',
  'sign_in_needed',
  'unreachable',
] as const;
export type ConnectionState = (typeof connectionStates)[number];

const remotePerson = z.strictObject({ id: z.string(), name: z.string(), role: z.enum(roles) });

const connectionStatus = z.strictObject({
  state: z.enum(connectionStates),
  /** Of Phoenix, such as `20.26.1`; the last one seen. */
  version: z.string().nullable(),
  /** How long the last answer took. */
  latencyMs: z.number().int().nullable(),
  /** Who one is there; null while that is not known and where the server has no sign-in. */
  person: remotePerson.nullable(),
  /** Whether the server has sign-in; null while that is not known. */
  authentication: z.boolean().nullable(),
  /** True when secrets can be changed there. */
  canChange: z.boolean(),
  /** Why not, in `sign_in_needed`, `unreachable` and `read_only`. */
  failure: failure.nullable(),
});
export type ConnectionStatus = z.infer<typeof connectionStatus>;

const connectionRow = z.strictObject({
  id: connectionId,
  name: z.string(),
  /** Normalised, with its path and without a slash at the end: `https://host/phoenix`. */
  url: z.string(),
  signIn: z.enum(signInWays),
  /** The email of `password`; null otherwise. */
  email: z.string().nullable(),
  label: z.enum(connectionLabels),
  caFile: z.string().nullable(),
  allowHttp: z.boolean(),
  /** False: there is no keychain, the credentials live until the program ends. */
  remembered: z.boolean(),
  lastUsedAt: timestamp.nullable(),
  lastReachedAt: timestamp.nullable(),
  status: connectionStatus,
});
export type ConnectionRow = z.infer<typeof connectionRow>;

/** A full credential is never longer; tokens of Phoenix have about 150 characters. */
const credentialInput = z.string().max(4096, 'credential_too_long');

/** Where a server is. The address is looked at in the service: `url_empty`, `url_format`, `url_scheme`, `url_userinfo`, `url_query`. */
const serverPlace = {
  url: z.string().max(2000, 'url_too_long').transform(stripSpace),
  /** A yes to plain http to another machine; without it that is `http_needs_yes`. */
  allowHttp: z.boolean(),
  /** A file with certificates (PEM) that are trusted for this server besides the system's; null: none. */
  caFile: z
    .string()
    .max(4096)
    .transform(stripSpace)
    // Another computer's share or a device: opening one sends the user's name there, or waits for ever.
    .refine((path) => !/^[\\/]{2}/.test(path), 'ca_unreadable')
    .nullable(),
};

const connectionDraft = z.strictObject({
  /** The connection that is edited: credentials that are null stay as they are. Null: a new one. */
  id: connectionId.nullable(),
  name: nameInput,
  ...serverPlace,
  label: z.enum(connectionLabels),
  signIn: z.enum(signInWays),
  apiKey: credentialInput.nullable(),
  email: z.string().max(320, 'email_too_long').transform(stripSpace).nullable(),
  password: passwordInput.nullable(),
});
export type ConnectionDraft = z.infer<typeof connectionDraft>;

const connectionTest = z.strictObject({
  version: z.string().nullable(),
  latencyMs: z.number().int(),
  authentication: z.boolean(),
  person: remotePerson.nullable(),
  canChange: z.boolean(),
  /** How many secrets there are, counted up to 1,000 (`more`); null where they cannot be listed. */
  secrets: z.strictObject({ count: z.number().int(), more: z.boolean() }).nullable(),
});
export type ConnectionTest = z.infer<typeof connectionTest>;

const serverOffer = z.strictObject({
  version: z.string().nullable(),
  authentication: z.boolean(),
  /** Whether one can sign in with the system's browser (OAuth 2 with PKCE, Phoenix 19.0 and newer). */
  browser: z.boolean(),
});
export type ServerOffer = z.infer<typeof serverOffer>;

export interface ConnectionsService {
  /** One's own connections, last used first; `open` is the one that this window works on, `local` or an id. */
  list(input: Record<string, never>): Promise<{
    connections: ConnectionRow[];
    open: string;
    keychain: { available: boolean; backend: string };
  }>;
  /** Asks a server now how it is; the row says what came of it, so an unreachable one is no failure of this. */
  check(input: { id: string }): Promise<{ connection: ConnectionRow }>;
  /** What a server offers, before anybody signs in. */
  discover(input: { url: string; allowHttp: boolean; caFile: string | null }): Promise<ServerOffer>;
  /** Signs in as the draft says and tells what is there; keeps nothing. `browser` is not tested: see `discover`. */
  test(input: ConnectionDraft): Promise<ConnectionTest>;
  /**
   * Stores a connection after it has signed in. Of one that exists the server is only asked when something other
   * than name and label has changed. `browser` opens the system's browser and waits until `cancelSignIn`.
   * `password_change_required`: the password is right and has to be changed first, see `setPassword`.
   */
  save(input: ConnectionDraft): Promise<{ connection: ConnectionRow }>;
  /** Forgets a connection and wipes its credentials; a window that works on it goes to the local store. */
  remove(input: { id: string }): Promise<Record<string, never>>;
  /** Makes this window work on a server (an id) or on the local store (null). Does not wait for the server. */
  open(input: { id: string | null }): Promise<{ connection: ConnectionRow | null }>;
  /** Gets new credentials for a connection that needs them; what it does not sign in with is null. */
  signIn(input: {
    id: string;
    apiKey: string | null;
    email: string | null;
    password: string | null;
  }): Promise<{ connection: ConnectionRow }>;
  /** Breaks off a `save` or `signIn` that this window waits for, unless it is being stored by now; it answers `cancelled`. */
  cancelSignIn(input: Record<string, never>): Promise<Record<string, never>>;
  /**
   * Sets the new password that the server asks for, then signs in with it. `draft` as in `save` with the old
   * password in it; it is stored when all went well.
   */
  setPassword(input: { draft: ConnectionDraft; newPassword: string }): Promise<{ connection: ConnectionRow }>;
}

const withConnection = z.strictObject({ connection: connectionRow });
const ofConnection = z.strictObject({ id: connectionId });

const connections: ContractOf<ConnectionsService> = {
  list: {
    kind: 'query',
    roles: everyone,
    input: nothing,
    output: z.strictObject({
      connections: z.array(connectionRow),
      open: z.string(),
      keychain: z.strictObject({ available: z.boolean(), backend: z.string() }),
    }),
  },
  check: { kind: 'query', roles: everyone, input: ofConnection, output: withConnection },
  discover: { kind: 'query', roles: everyone, input: z.strictObject(serverPlace), output: serverOffer },
  test: { kind: 'query', roles: everyone, input: connectionDraft, output: connectionTest },
  save: { kind: 'command', roles: everyone, input: connectionDraft, output: withConnection },
  remove: { kind: 'command', roles: everyone, input: ofConnection, output: nothing },
  open: {
    kind: 'command',
    roles: everyone,
    input: z.strictObject({ id: connectionId.nullable() }),
    output: z.strictObject({ connection: connectionRow.nullable() }),
  },
  signIn: {
    kind: 'command',
    roles: everyone,
    input: z.strictObject({
      id: connectionId,
      apiKey: credentialInput.nullable(),
      email: z.string().max(320, 'email_too_long').transform(stripSpace).nullable(),
      password: passwordInput.nullable(),
    }),
    output: withConnection,
  },
  cancelSignIn: { kind: 'command', roles: everyone, input: nothing, output: nothing },
  setPassword: {
    kind: 'command',
    roles: everyone,
    input: z.strictObject({ draft: connectionDraft, newPassword: newPasswordInput }),
    output: withConnection,
  },
};

// ---- settings ------------------------------------------------------------------------------------------------

const themes = ['system', 'light', 'dark'] as const;
export type Theme = (typeof themes)[number];

const preferencesSchema = z.strictObject({
  theme: z.enum(themes),
  /** The language of the window; `system`: that of the computer, English where it is none of ours. */
  language: z.enum(languageChoices),
  sort: z.strictObject({
    column: z.enum(['key', 'updated']),
    direction: z.enum(['ascending', 'descending']),
  }),
  /** Which secrets are shown: all, or those that one changed last. */
  owner: z.enum(['all', 'mine']),
  /** Minutes without input after which the window signs out; null: never. */
  autoLockMinutes: z.union([z.literal(5), z.literal(15), z.literal(60)]).nullable(),
  /** Whether a feed is asked, once a day, if there is a newer version. */
  checkForUpdates: z.boolean(),
});
export type Preferences = z.infer<typeof preferencesSchema>;

/** What is not given stays; `undefined` is not given either, and would take the place of what is there. */
const preferencesChange = preferencesSchema
  .partial()
  .transform((change): Partial<Preferences> =>
    Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined)),
  );

const settingsOutput = z.strictObject({
  endpoint: z.strictObject({
    /** Where `PUT` goes, also while it is stopped: `http://127.0.0.1:PORT/v1/secrets`. */
    url: z.string(),
    running: z.boolean(),
    requestsToday: z.number().int(),
    lastRequestAt: timestamp.nullable(),
  }),
  encryption: z.strictObject({
    key: z.enum(['own', 'fallback']),
    total: z.number().int(),
    unreadable: z.number().int(),
    /** Where the key comes from; the environment wins. */
    source: z.enum(['environment', 'keychain', 'none']),
    keychain: z.strictObject({
      /** Whether this system has a real keychain, and which (`gnome_libsecret`, `basic_text`, …). */
      available: z.boolean(),
      backend: z.string(),
      /** An entry is there but cannot be opened: by whom it was written; null when there is no such trouble. */
      unopenedFrom: z.string().nullable(),
    }),
  }),
  dataFolder: z.strictObject({ path: z.string(), bytes: z.number().int() }),
  versions: z.strictObject({ app: z.string(), schema: z.number().int(), electron: z.string() }),
  updates: z.strictObject({
    /** The host that is asked (PHOENIX_SECRETS_UPDATE_FEED); null: there is none to ask. */
    feed: z.string().nullable(),
    /** When it was asked last in this run, and whether that failed. */
    checkedAt: timestamp.nullable(),
    failed: z.boolean(),
    /** A newer version, and the page that tells of it. */
    newer: z.strictObject({ version: z.string(), page: z.string() }).nullable(),
  }),
});
export type SettingsOutput = z.infer<typeof settingsOutput>;

export interface SettingsService {
  get(input: Record<string, never>): Promise<SettingsOutput>;
  getPreferences(input: Record<string, never>): Promise<Preferences>;
  setPreferences(input: Partial<Preferences>): Promise<Preferences>;
  /** Starts the loopback endpoint again on the same port. */
  startEndpoint(input: Record<string, never>): Promise<Record<string, never>>;
  /** Stops it: requests in flight are answered, `endpoint.json` is removed. */
  stopEndpoint(input: Record<string, never>): Promise<Record<string, never>>;
  /**
   * Sets PHOENIX_SECRET once, or (null) makes one. Every secret that the current key reads is encrypted again
   * in one transaction, after the keychain took the key and gave it back. `generated` is shown once.
   * `conflict`: `set_by_environment`, `already_set`, `no_keychain`.
   */
  setEncryptionKey(input: {
    secret: string | null;
  }): Promise<{ generated: string | null; reencrypted: number; unreadable: number }>;
  /** Asks for a newer version now; does nothing while the check is off. What came of it is in `get`. */
  checkForUpdates(input: Record<string, never>): Promise<Record<string, never>>;
  /** Opens the page of the newer version in the system's browser; `not_found` while none is known. */
  openUpdatePage(input: Record<string, never>): Promise<Record<string, never>>;
}

const settings: ContractOf<SettingsService> = {
  get: { kind: 'query', roles: everyone, input: nothing, output: settingsOutput },
  getPreferences: { kind: 'query', roles: [], input: nothing, output: preferencesSchema },
  setPreferences: {
    kind: 'command',
    roles: [],
    input: preferencesChange,
    output: preferencesSchema,
  },
  startEndpoint: { kind: 'command', roles: admins, input: nothing, output: nothing },
  stopEndpoint: { kind: 'command', roles: admins, input: nothing, output: nothing },
  setEncryptionKey: {
    kind: 'command',
    roles: admins,
    // The rules of PHOENIX_SECRET are checked where the environment's are, so that both are the same.
    input: z.strictObject({ secret: z.string().max(1000).nullable() }),
    output: z.strictObject({
      generated: z.string().nullable(),
      reencrypted: z.number().int(),
      unreadable: z.number().int(),
    }),
  },
  checkForUpdates: { kind: 'command', roles: everyone, input: nothing, output: nothing },
  openUpdatePage: { kind: 'command', roles: everyone, input: nothing, output: nothing },
};

// ---- app -----------------------------------------------------------------------------------------------------

export interface AppService {
  /** Puts a text on the clipboard; a sensitive one is cleared after 30 s and at the end if it is still there. */
  copyText(input: { text: string; sensitive: boolean }): Promise<Record<string, never>>;
  openDataFolder(input: Record<string, never>): Promise<Record<string, never>>;
}

const app: ContractOf<AppService> = {
  copyText: {
    kind: 'command',
    roles: [],
    input: z.strictObject({ text: z.string().max(10_000), sensitive: z.boolean() }),
    output: nothing,
  },
  openDataFolder: { kind: 'command', roles: everyone, input: nothing, output: nothing },
};

// ---- the whole -----------------------------------------------------------------------------------------------

export interface Services {
  secrets: SecretsService;
  access: AccessService;
  connections: ConnectionsService;
  settings: SettingsService;
  app: AppService;
}

export const contract = { secrets, access, connections, settings, app };

/** Finds an operation by its dotted name; undefined for a name that is not in the contract. */
export function operationOf(name: string): Operation<unknown, unknown> | undefined {
  const [room, method, rest] = name.split('.');
  if (room === undefined || method === undefined || rest !== undefined) return undefined;
  if (!Object.hasOwn(contract, room)) return undefined;
  const operations = contract[room as Room] as unknown as Record<string, Operation<unknown, unknown>>;
  return Object.hasOwn(operations, method) ? operations[method] : undefined;
}

/** What each event carries. Payloads come from our own service, so they have types but no schema. */
export interface Events {
  /** `reset`: too much changed to list, load again. Otherwise the rows as they are now and the keys that went. */
  'secrets.changed': {
    /** Where: `local` or the id of a connection. */
    connection: string;
    revision: number;
    reset: boolean;
    rows: SecretRow[];
    deletedKeys: string[];
    total: number | null;
  };
  /** Users or API keys changed. */
  'access.changed': Record<string, never>;
  /** The session of this window changed or ended; sent to this window only. */
  'access.session': Session;
  /** One's own connections changed, or how one of them is. */
  'connections.changed': Record<string, never>;
  /** What this window works on: another server, the local store (null), or the same one in another state. */
  'connections.session': { connection: ConnectionRow | null };
  'settings.changed': Record<string, never>;
  /** There is a newer version. */
  'settings.update': { version: string };
  /** A choice of the native menu that the window carries out. */
  'app.command': { command: 'new' | 'find' | 'general' | 'undo' };
}

type Callable<S> = {
  readonly [K in keyof S]: S[K] extends (input: infer I) => Promise<infer O>
    ? (input: I) => Promise<Result<O>>
    : never;
};

/** What the preload puts at `window.phoenix`. */
export type Bridge = { readonly [R in Room]: Callable<Services[R]> } & {
  /** Subscribes; the function it returns unsubscribes. */
  on<E extends EventName>(event: E, listener: (payload: Events[E]) => void): () => void;
};
