import { isLoopback } from '../../src-shared/rules';
import { brokenRule } from './faults';

/**
 * The address of a server in its one form: scheme, host in ASCII, port unless it is the scheme's own, path without a
 * slash at the end. https always; http to this very computer, to another one only with `allowHttp`.
 * Throws `invalid_input` with `url_empty`, `url_format`, `url_scheme`, `url_userinfo` or `url_query` for `url`, or
 * `http_needs_yes` for `allowHttp`.
 */
export function serverAddress(text: string, allowHttp: boolean): string {
  if (text === '') throw brokenRule('url', 'url_empty');
  // `new URL` would take these: it drops line breaks, turns `\` into `/`, and adds slashes that are not there.
  if (/[\x00-\x20\x7f\\]/.test(text)) throw brokenRule('url', 'url_format');
  if (!URL.canParse(text)) throw brokenRule('url', 'url_format');
  const url = new URL(text);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') throw brokenRule('url', 'url_scheme');
  if (!/^https?:\/\/[^/]/i.test(text)) throw brokenRule('url', 'url_format');
  // An empty user (`https://@host`) is gone once it was parsed.
  if (url.username !== '' || url.password !== '' || authorityOf(text).includes('@')) {
    throw brokenRule('url', 'url_userinfo');
  }
  if (/[?#]/.test(text)) throw brokenRule('url', 'url_query');
  if (url.port === '0') throw brokenRule('url', 'url_format');
  if (url.protocol === 'http:' && !isLoopback(url.hostname) && !allowHttp) {
    throw brokenRule('allowHttp', 'http_needs_yes');
  }
  return url.origin + url.pathname.replace(/\/+$/, '');
}

function authorityOf(text: string): string {
  return /^https?:\/\/([^/?#]*)/i.exec(text)?.[1] ?? '';
}
