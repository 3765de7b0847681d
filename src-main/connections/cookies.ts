/** The tokens of a sign-in by password, as the server sets them as cookies. */
export interface TokenCookies {
  readonly access: string;
  readonly refresh: string;
  /** How long the access token is good, in seconds; null when it does not say. */
  readonly maxAge: number | null;
}

const accessName = 'phoenix-access-token';
const refreshName = 'phoenix-refresh-token';
/** RFC 6265, section 4.1.1, without the quotes. */
const cookieValue = /^[\x21\x23-\x2b\x2d-\x3a\x3c-\x5b\x5d-\x7e]{1,4096}$/;

/**
 * Reads both tokens out of `set-cookie` headers; null when one is missing. There is no jar: a token belongs to the
 * connection that got it, whatever `Domain` and `Path` say, and other cookies are not looked at.
 */
export function tokenCookies(headers: Headers): TokenCookies | null {
  const found = new Map<string, { readonly value: string; readonly maxAge: number | null }>();
  for (const line of headers.getSetCookie()) {
    const [pair = '', ...attributes] = line.split(';');
    const cut = pair.indexOf('=');
    const value = pair.slice(cut + 1).trim();
    if (cut < 1 || !cookieValue.test(value)) continue;
    found.set(pair.slice(0, cut).trim(), { value, maxAge: maxAgeOf(attributes) });
  }
  const access = found.get(accessName);
  const refresh = found.get(refreshName);
  return access && refresh ? { access: access.value, refresh: refresh.value, maxAge: access.maxAge } : null;
}

/** What `/auth/refresh` takes; the access token goes along so that the server ends it too. */
export function refreshCookie({ access, refresh }: Pick<TokenCookies, 'access' | 'refresh'>): string {
  return `${accessName}=${access}; ${refreshName}=${refresh}`;
}

function maxAgeOf(attributes: readonly string[]): number | null {
  const found = attributes.map((text) => /^\s*max-age\s*=\s*(\d{1,10})\s*$/i.exec(text)?.[1]).find(Boolean);
  return found === undefined ? null : Number(found);
}
