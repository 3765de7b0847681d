import type { IncomingMessage } from 'node:http';

export interface Refusal {
  readonly status: number;
  readonly text: string;
}

const forbidden: Refusal = { status: 403, text: 'Forbidden' };
const badRequest: Refusal = { status: 400, text: 'Bad Request' };

const headerName = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;

/**
 * What is refused before anything else is looked at. A web page can reach a loopback port: through DNS
 * rebinding (the Host is then a foreign name), or plainly (then it sends an Origin or Sec-Fetch-Site).
 * Read from `rawHeaders`, since Node keeps only the first of two equal headers in `headers`.
 */
export function refusalOfRequest(
  request: Pick<IncomingMessage, 'rawHeaders' | 'url' | 'httpVersionMajor'>,
  port: number,
): Refusal | null {
  // RFC 9110, section 5.1: Node lets `Name : value` through, which others read as `Name`.
  if (request.rawHeaders.some((name, index) => index % 2 === 0 && !headerName.test(name))) return badRequest;
  const headers = byName(request.rawHeaders);
  const valuesOf = (name: string) => headers.get(name) ?? [];
  const hosts = valuesOf('host');
  if (hosts.length !== 1 || !isOurHost(hosts[0] ?? '', port)) return forbidden;
  if (valuesOf('origin').length > 0) return forbidden;
  if (valuesOf('sec-fetch-site').some((site) => site !== 'none')) return forbidden;
  // Origin-form only: `http://other/path` and `//other/path` name another server, `*` none at all.
  const target = request.url ?? '';
  if (!target.startsWith('/') || target.startsWith('//')) return badRequest;
  // Node takes a request line without a version for HTTP/0.9, and yet reads headers.
  if (request.httpVersionMajor !== 1) return badRequest;
  if (valuesOf('upgrade').length > 0) return badRequest;
  if (valuesOf('authorization').length > 1) return badRequest;
  return null;
}

function isOurHost(host: string, port: number): boolean {
  const names = ['127.0.0.1', 'localhost', '[::1]'];
  // Clients leave out the port when it is HTTP's own.
  return names.some((name) => host === `${name}:${port}` || (port === 80 && host === name));
}

/** The values of each header, under its name in lower case. */
function byName(rawHeaders: readonly string[]): Map<string, string[]> {
  const headers = new Map<string, string[]>();
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    const name = (rawHeaders[index] ?? '').toLowerCase();
    const value = rawHeaders[index + 1] ?? '';
    const values = headers.get(name);
    if (values) values.push(value);
    else headers.set(name, [value]);
  }
  return headers;
}

/** The token of an Authorization header, or null. Splits as Phoenix does: at the first space. */
export function bearerToken(header: string | undefined): string | null {
  const match = /^bearer ([^]+)$/i.exec(header ?? '');
  return match?.[1] ?? null;
}
