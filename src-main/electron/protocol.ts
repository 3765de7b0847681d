import { protocol, type Session } from 'electron';
import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { host, scheme } from './origin';

const mediaTypes: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
};

/** Everything is refused but our own files; no inline script or style, no request to anywhere. */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "font-src 'self'",
  "connect-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  // The one policy is the Svelte runtime's own, for the constant templates that it was compiled to.
  'trusted-types svelte-trusted-html',
].join('; ');

const headers = {
  'Content-Security-Policy': contentSecurityPolicy,
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy':
    'camera=(), microphone=(), geolocation=(), clipboard-read=(), display-capture=(), usb=(), serial=(), hid=(), bluetooth=(), payment=()',
};

/** One file that a page may ask for. */
export interface ServedFile {
  readonly type: string;
  body(): Promise<Uint8Array<ArrayBuffer>>;
}

/** Path of the URL → file. Built once, so that no request can reach what is not in it. */
export type ServedFiles = ReadonlyMap<string, ServedFile>;

/** Must run before Electron is ready. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme, privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
  ]);
}

/** Every file below a folder whose type is known, as `/assets/index.js`. */
export function filesBelow(folder: string): ServedFiles {
  const files = new Map<string, ServedFile>();
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const type = mediaTypes[path.extname(entry.name)];
    if (!entry.isFile() || type === undefined) continue;
    const full = path.join(entry.parentPath, entry.name);
    const name = `/${path.relative(folder, full).split(path.sep).join('/')}`;
    files.set(name, { type, body: () => readFile(full) });
  }
  return files;
}

/** A file that exists in memory only. */
export function textFile(extension: '.html' | '.css', text: string): ServedFile {
  return {
    type: mediaTypes[extension] ?? '',
    body: () => Promise.resolve(new TextEncoder().encode(text)),
  };
}

/** Answers `app://phoenix/…` in one session from the map; anything else is 404. */
export function serveApp(session: Session, files: ServedFiles): void {
  session.protocol.handle(scheme, async (request) => {
    const file = fileFor(request, files);
    if (!file) return new Response(null, { status: 404, headers });
    return new Response(await file.body(), {
      headers: { ...headers, 'Content-Type': file.type },
    });
  });
}

function fileFor(request: Request, files: ServedFiles): ServedFile | undefined {
  if (request.method !== 'GET') return undefined;
  const url = new URL(request.url);
  if (url.host !== host || url.username !== '' || url.search !== '') return undefined;
  // Compared as it is written, never decoded: `%2e%2e` and `%2f` name no file.
  return files.get(url.pathname);
}
