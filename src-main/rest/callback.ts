import { timingSafeEqual, createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { languageFor, type Language } from '../../src-shared/languages';
import { signInPage as de } from '../../src-shared/texts/de/signInPage';
import { signInPage as en, type SignInPage } from '../../src-shared/texts/en/signInPage';

export interface Callback {
  /** `http://127.0.0.1:PORT/callback` */
  readonly redirectUri: string;
  /** The query of the first request that brings the right state; all others are refused and change nothing. */
  readonly answer: Promise<URLSearchParams>;
  /** Stops listening. */
  close(): void;
}

const path = '/callback';
const pages: Record<Language, SignInPage> = { en, de };

/**
 * Listens on loopback for the browser that comes back from a sign-in (RFC 8252, section 7.3): one answer, on a port
 * that the system chooses. `state` is what it has to bring along.
 */
export async function openCallback(state: string): Promise<Callback> {
  let settle: (answer: URLSearchParams) => void;
  const answer = new Promise<URLSearchParams>((resolve) => (settle = resolve));
  const server = createServer({ maxHeaderSize: 16 * 1024, requestTimeout: 5000, headersTimeout: 5000 });
  server.maxConnections = 16;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host: '127.0.0.1', port: 0 }, resolve);
  });
  const { port } = server.address() as AddressInfo;
  const redirectUri = `http://127.0.0.1:${port}${path}`;
  let taken = false;
  server.on('request', (request, response) => {
    const query = taken ? null : queryOf(request, port);
    if (!query || !sameText(query.get('state') ?? '', state)) {
      show(request, response, 400, 'refused');
      return;
    }
    taken = true;
    show(request, response, 200, query.has('code') ? 'done' : 'brokenOff');
    settle(query);
  });
  return {
    redirectUri,
    answer,
    close() {
      server.close();
      // The page that was just sent still leaves.
      setTimeout(() => server.closeAllConnections(), 1000).unref();
      server.closeIdleConnections();
    },
  };
}

/** Null for all but what a browser sends that was sent here. */
function queryOf(request: IncomingMessage, port: number): URLSearchParams | null {
  if (request.method !== 'GET' || request.headers.host !== `127.0.0.1:${port}`) return null;
  const target = request.url ?? '';
  if (!target.startsWith(`${path}?`)) return null;
  return new URLSearchParams(target.slice(path.length + 1));
}

/** In constant time; hashed, since it wants equal lengths. */
function sameText(a: string, b: string): boolean {
  const hash = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(hash(a), hash(b));
}

/** In the language of the browser, which need not be that of the window. */
function show(
  request: IncomingMessage,
  response: ServerResponse,
  status: number,
  kind: keyof SignInPage,
): void {
  const wanted = (request.headers['accept-language'] ?? '').split(',').map((tag) => tag.split(';')[0] ?? '');
  const language = languageFor(
    'system',
    wanted.map((tag) => tag.trim()),
  );
  const { title, text } = pages[language][kind];
  const body = `<!doctype html><html lang="${language}"><meta charset="utf-8"><title>${title}</title><h1>${title}</h1><p>${text}</p></html>`;
  response.writeHead(status, {
    'content-type': 'text/html; charset=utf-8',
    'content-length': Buffer.byteLength(body),
    'content-security-policy':
      "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    'cache-control': 'no-store',
    // The code is in the address of this page.
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    connection: 'close',
  });
  response.end(body);
}
