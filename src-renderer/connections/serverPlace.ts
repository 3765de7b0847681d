import type { ConnectionRow } from '../../src-shared/contract';
import { isLoopback, stripSpace } from '../../src-shared/rules';
import { visibleText } from '../ui/visibleText';

/** The address that was typed, with a scheme when it has none: http for this computer, else https. */
export function withScheme(typed: string): string {
  const text = stripSpace(typed);
  if (text === '' || /^[a-z][a-z0-9+.-]*:\/\//i.test(text)) return text;
  const url = parse(`http://${text}`);
  return url && isLoopback(url.hostname) ? `http://${text}` : `https://${text}`;
}

/** True for plain http to another machine, which needs an explicit yes. */
export function needsYes(typed: string): boolean {
  const url = parse(withScheme(typed));
  return url?.protocol === 'http:' && !isLoopback(url.hostname);
}

/** Whether two addresses lead to one origin: credentials of one may go to the other. */
export const sameOrigin = (a: string, b: string): boolean => {
  const first = parse(withScheme(a));
  return first !== null && first.origin === parse(withScheme(b))?.origin;
};

/** Host, port and path, as one tells servers apart: `phoenix.acme.dev`, `10.0.4.12:6006/phoenix`. */
export function hostOf(url: string): string {
  const parsed = parse(withScheme(url));
  return visibleText(parsed ? parsed.host + parsed.pathname.replace(/\/$/, '') : url);
}

/** The name of a connection with nothing invisible in it. */
export const nameOf = (row: Pick<ConnectionRow, 'name'>): string => visibleText(row.name);

const parse = (text: string): URL | null => (URL.canParse(text) ? new URL(text) : null);
