import { randomBytes } from 'node:crypto';

/** What came in, as it stood on the wire. */
export interface Received {
  readonly method: string;
  readonly path: string;
  /** Names in lower case; of equal ones the values are joined. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  readonly body: string;
}

export interface StoredSecret {
  value: string;
  updatedAt: string;
  user: { id: string; username: string } | null;
  /** What the server says of a value that it cannot read. */
  parseError?: string;
}

export const apiKey = 'hostile-api-key-0123456789';
export const account = { email: 'admin@localhost', password: 'hostile-password-1' };
const admin = { id: 'VXNlcjoy', username: 'admin' };
const version = { 'x-phoenix-server-version': '20.26.1' };
/** In the past, so that a moment of the present is a change. */
const longAgo = '2026-11-24T16:59:51+00:00';

/**
 * As much of a Phoenix server as our client asks for, over secrets in memory. For what a real server can show there
 * is a real one; this is the honest half of the hostile server.
 */
export class SmallPhoenix {
  readonly secrets = new Map<string, StoredSecret>();
  readonly #access = new Set<string>();
  readonly #refresh = new Set<string>();

  constructor(private readonly options: { readonly authentication: boolean }) {}

  /** Fills in secrets that have been there for long. */
  fill(entries: Readonly<Record<string, Partial<StoredSecret>>>): void {
    for (const [key, entry] of Object.entries(entries)) {
      this.secrets.set(key, { value: 'v', updatedAt: longAgo, user: admin, ...entry });
    }
  }

  /** Ends every sign-in by password, as an expiry does. */
  forgetSessions(refreshToo: boolean): void {
    this.#access.clear();
    if (refreshToo) this.#refresh.clear();
  }

  /** Stores and deletes as `PUT /v1/secrets` asks for; whatever is told of it is another matter. */
  apply(body: string): { readonly upserted: string[]; readonly deleted: string[] } {
    const { secrets } = JSON.parse(body) as { secrets: { key: string; value: string | null }[] };
    const updatedAt = new Date().toISOString();
    for (const { key, value } of secrets) {
      if (value === null) this.secrets.delete(key);
      else this.secrets.set(key, { value, updatedAt, user: admin });
    }
    return {
      upserted: secrets.filter(({ value }) => value !== null).map(({ key }) => key),
      deleted: secrets.filter(({ value }) => value === null).map(({ key }) => key),
    };
  }

  answer(request: Received): Answer {
    const { method, path } = request;
    if (path === '/healthz') return text(200, 'OK');
    if (`${method} ${path}` === 'POST /auth/login') return this.#signIn(request.body);
    if (`${method} ${path}` === 'POST /auth/refresh') return this.#renew(request.headers['cookie'] ?? '');
    if (!['/graphql', '/v1/user', '/v1/secrets'].includes(path)) return html(200);
    if (!this.#knows(request.headers['authorization'] ?? '')) return text(401, 'Invalid token');
    if (path === '/graphql') return json(200, { data: this.#graphql(request.body) });
    if (path === '/v1/user') return json(200, { data: this.#user() });
    if (method !== 'PUT') return html(200);
    const { upserted, deleted } = this.apply(request.body);
    return json(200, { data: { upserted_keys: upserted, deleted_keys: deleted } });
  }

  #knows(authorization: string): boolean {
    const token = authorization.replace(/^Bearer /, '');
    return !this.options.authentication || token === apiKey || this.#access.has(token);
  }

  #signIn(body: string): Answer {
    const { email, password } = JSON.parse(body) as Record<string, unknown>;
    if (email !== account.email || password !== account.password) {
      return text(401, 'Invalid email and/or password');
    }
    return this.#tokens();
  }

  #renew(cookie: string): Answer {
    const token = /phoenix-refresh-token=([^;]+)/.exec(cookie)?.[1] ?? '';
    return this.#refresh.delete(token) ? this.#tokens() : text(401, 'Invalid token');
  }

  #tokens(): Answer {
    const [access, refresh] = [`access-${randomToken()}`, `refresh-${randomToken()}`];
    this.#access.add(access);
    this.#refresh.add(refresh);
    const rules = 'HttpOnly; Path=/; SameSite=strict';
    const cookies = [
      `phoenix-access-token=${access}; Max-Age=600; ${rules}`,
      `phoenix-refresh-token=${refresh}; Max-Age=604800; ${rules}`,
    ];
    return { status: 204, headers: { ...version, 'set-cookie': cookies }, body: '' };
  }

  #user(): object {
    if (!this.options.authentication) return { auth_method: 'ANONYMOUS' };
    return {
      id: admin.id,
      email: account.email,
      username: admin.username,
      role: 'ADMIN',
      auth_method: 'LOCAL',
      password_needs_reset: false,
      created_at: longAgo,
      updated_at: longAgo,
    };
  }

  #graphql(body: string): object {
    const { query, variables = {} } = JSON.parse(body) as {
      query: string;
      variables?: { keys?: string[] | null; first?: number | null; after?: string | null };
    };
    if (/\bsecrets\b/.test(query)) return { secrets: this.#page(variables, query.includes('value{')) };
    if (query.includes('viewer')) {
      return {
        viewer: this.options.authentication
          ? { ...admin, email: account.email, passwordNeedsReset: false, role: { name: 'ADMIN' } }
          : null,
      };
    }
    return {
      modelProviders: [],
      sandboxBackends: [],
      sandboxProviders: [],
      agentsConfig: { githubEnabled: false },
      prompts: { edges: [], pageInfo: { hasNextPage: false, endCursor: null } },
    };
  }

  #page(
    { keys, first, after }: { keys?: string[] | null; first?: number | null; after?: string | null },
    value: boolean,
  ) {
    const all = [...this.secrets]
      .filter(([key]) => !keys || keys.includes(key))
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .filter(([key]) => after === null || after === undefined || key > after);
    const page = all.slice(0, first ?? 50);
    return {
      edges: page.map(([key, { updatedAt, user, parseError }]) => ({
        cursor: key,
        node: { key, updatedAt, user, ...(value && { value: valueOf(parseError) }) },
      })),
      pageInfo: { hasNextPage: page.length < all.length, endCursor: page.at(-1)?.[0] ?? null },
    };
  }
}

const valueOf = (parseError: string | undefined) =>
  parseError === undefined
    ? { __typename: 'DecryptedSecret' }
    : { __typename: 'UnparsableSecret', parseError };

const randomToken = () => randomBytes(12).toString('hex');

export function json(status: number, value: unknown): Answer {
  return { status, headers: { ...version, 'content-type': 'application/json' }, body: JSON.stringify(value) };
}

export function text(status: number, body: string): Answer {
  return { status, headers: { ...version, 'content-type': 'text/plain; charset=utf-8' }, body };
}

/** What a Phoenix server gives for a path that it does not know, with status 200. */
export function html(status: number): Answer {
  const body =
    '<!DOCTYPE html><html><head><title>Phoenix</title></head><body><div id="root"></div></body></html>';
  return { status, headers: { 'content-type': 'text/html; charset=utf-8' }, body };
}
