import { createHash, randomBytes } from 'node:crypto';
import * as z from 'zod';
import { AppError } from '../../src-shared/errors';
import { isLoopback } from '../../src-shared/rules';
import type { Tokens } from './credentials';
import { cancelled, conflict, isFailure, notPhoenix, signInNeeded } from './faults';
import { formBody, isJson, phoenixVersion, readJson } from './http-json';
import { browserTokens } from './renew';
import type { Target } from './target';
import type { Transport } from './transport';
import type { Browser } from './vault';

/** Waits on this computer for the browser to come back (RFC 8252). */
interface SignInCallback {
  /** `http://127.0.0.1:PORT/callback` */
  readonly redirectUri: string;
  /** What the browser brought along; only one with the right state counts. */
  readonly answer: Promise<URLSearchParams>;
  close(): void;
}
export type OpenCallback = (state: string) => Promise<SignInCallback>;

export interface BrowserSignInOptions {
  readonly transport: Transport;
  readonly browser: Browser;
  readonly openCallback: OpenCallback;
  readonly now: () => number;
}

/** As long as an address that one may type. */
const endpoint = z.string().max(2000);

/** RFC 8414. */
const metadata = z.object({
  authorization_endpoint: endpoint,
  token_endpoint: endpoint,
  registration_endpoint: endpoint,
  code_challenge_methods_supported: z.array(z.string()),
});
type Metadata = z.infer<typeof metadata>;

const registration = z.object({ client_id: z.string().regex(/^[\x21-\x7e]{1,500}$/) });

const patienceMs = 5 * 60 * 1000;
/** A server compares it without the port (RFC 8252, section 7.3). */
const registeredUri = 'http://127.0.0.1/callback';

/** Null where one cannot sign in with the browser: switched off, older than 19.0, of another origin, or without TLS. */
export async function findBrowserSignIn(transport: Transport, target: Target): Promise<Metadata | null> {
  const { origin, protocol, hostname } = new URL(target.url);
  // A code must not cross a network in plain, whatever was allowed to requests of ours.
  if (protocol !== 'https:' && !isLoopback(hostname)) return null;
  const path = '/.well-known/oauth-authorization-server';
  const answer = await transport.send(target, { method: 'GET', path, kind: 'read' });
  if (answer.status !== 200 || !isJson(answer)) return null;
  const found = metadata.safeParse(readJson(answer, z.unknown()));
  if (!found.success || !found.data.code_challenge_methods_supported.includes('S256')) return null;
  const { authorization_endpoint, token_endpoint, registration_endpoint } = found.data;
  // No token and no code goes anywhere else than to the server itself.
  const own = [authorization_endpoint, token_endpoint, registration_endpoint].every(
    (url) => URL.canParse(url) && new URL(url).origin === origin,
  );
  return own ? found.data : null;
}

/**
 * Authorization code with PKCE (RFC 7636) in the system's browser. Throws `cancelled` when `signal` or the person
 * breaks it off, `expired` after 5 minutes, `conflict` (`browser_sign_in_off`, `no_browser`).
 */
export async function signInWithBrowser(
  { transport, browser, openCallback, now }: BrowserSignInOptions,
  target: Target,
  signal: AbortSignal,
): Promise<Tokens> {
  const server = await findBrowserSignIn(transport, target);
  if (!server) throw conflict('browser_sign_in_off', 'This server has no sign-in with the browser.');
  const clientId = await register(transport, target, server);
  const state = randomBytes(32).toString('base64url');
  const verifier = randomBytes(32).toString('base64url');
  const callback = await openCallback(state);
  try {
    const { redirectUri } = callback;
    const challenge = createHash('sha256').update(verifier).digest('base64url');
    const url = new URL(server.authorization_endpoint);
    const asked = {
      response_type: 'code',
      client_id: clientId,
      redirect_uri: redirectUri,
      state,
      code_challenge: challenge,
      code_challenge_method: 'S256',
    };
    for (const [name, value] of Object.entries(asked)) url.searchParams.set(name, value);
    if (signal.aborted) throw cancelled();
    await browser.openBrowser(url.href).catch(() => {
      throw conflict('no_browser', 'The browser did not start.');
    });
    const code = codeOf(await within(callback.answer, signal));
    const answer = await transport.send(target, {
      method: 'POST',
      path: server.token_endpoint,
      kind: 'once',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: formBody({
        grant_type: 'authorization_code',
        code,
        redirect_uri: redirectUri,
        client_id: clientId,
        code_verifier: verifier,
      }),
    });
    if (answer.status >= 400) throw refused(answer.headers);
    const { origin } = new URL(target.url);
    const tokens = browserTokens(answer, now());
    return { kind: 'browser', origin, clientId, tokenEndpoint: server.token_endpoint, ...tokens };
  } finally {
    callback.close();
  }
}

async function register(transport: Transport, target: Target, server: Metadata): Promise<string> {
  const answer = await transport
    .send(target, {
      method: 'POST',
      path: server.registration_endpoint,
      kind: 'once',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        client_name: 'Phoenix Secrets',
        redirect_uris: [registeredUri],
        grant_types: ['authorization_code', 'refresh_token'],
        response_types: ['code'],
        token_endpoint_auth_method: 'none',
      }),
    })
    .catch((error: unknown) => {
      if (!isFailure(error, 'server_busy')) throw error;
      throw new AppError('try_again_later', 'The server takes no sign-in for a while.', {
        retryAfterSeconds: error.details.retryAfterSeconds ?? 60,
      });
    });
  if (answer.status >= 400) throw refused(answer.headers);
  return readJson(answer, registration).client_id;
}

function codeOf(answer: URLSearchParams): string {
  if (answer.get('error') === 'access_denied') throw cancelled();
  const code = answer.get('code');
  if (code === null) throw signInNeeded('rejected');
  return code;
}

/** Waits for the browser, no longer than 5 minutes. */
async function within<T>(waiting: Promise<T>, signal: AbortSignal): Promise<T> {
  let stop: (() => void) | undefined;
  const broken = new Promise<never>((_resolve, reject) => {
    const timer = setTimeout(() => {
      reject(new AppError('expired', 'Nobody signed in within five minutes.'));
    }, patienceMs);
    const abort = () => reject(cancelled());
    signal.addEventListener('abort', abort);
    stop = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', abort);
    };
    if (signal.aborted) abort();
  });
  try {
    return await Promise.race([waiting, broken]);
  } finally {
    stop?.();
  }
}

function refused(headers: Headers): AppError {
  return phoenixVersion(headers) === null ? notPhoenix('other') : signInNeeded('rejected');
}
