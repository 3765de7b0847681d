import { describe, expect, it } from 'vitest';
import { serverAddress } from '../../../src-main/connections/address';
import type { AppError } from '../../../src-shared/errors';

/** What comes of a text; a rule that is broken has no colon in it. */
function outcome(text: string, allowHttp: boolean): string {
  try {
    return serverAddress(text, allowHttp);
  } catch (error) {
    const [issue] = (error as AppError).details.issues ?? [];
    return `${issue?.path.join('.')} ${issue?.rule}`;
  }
}

// Threat 21: http, userinfo and file: in a URL.
const table: [text: string, outcome: string][] = [
  ['https://phoenix.example.com', 'https://phoenix.example.com'],
  ['https://phoenix.example.com/', 'https://phoenix.example.com'],
  ['HTTPS://Phoenix.Example.COM', 'https://phoenix.example.com'],
  ['https://phoenix.example.com:443/', 'https://phoenix.example.com'],
  ['https://phoenix.example.com:6006', 'https://phoenix.example.com:6006'],
  ['https://host/phoenix', 'https://host/phoenix'],
  ['https://host/phoenix/', 'https://host/phoenix'],
  ['https://host/a/../phoenix//', 'https://host/phoenix'],
  ['https://host/phönix', 'https://host/ph%C3%B6nix'],
  ['https://münchen.example', 'https://xn--mnchen-3ya.example'],
  ['https://[2001:db8::1]:8443/x', 'https://[2001:db8::1]:8443/x'],
  ['https://10.0.0.7', 'https://10.0.0.7'],
  ['http://127.0.0.1:6006', 'http://127.0.0.1:6006'],
  ['http://127.8.9.10', 'http://127.8.9.10'],
  ['http://0x7f.1:6006', 'http://127.0.0.1:6006'],
  ['http://[::1]:6006/', 'http://[::1]:6006'],
  ['http://localhost:6006/x/', 'http://localhost:6006/x'],
  ['', 'url url_empty'],
  ['phoenix.example.com', 'url url_format'],
  ['https://', 'url url_format'],
  ['https:phoenix.example.com', 'url url_format'],
  ['https:///phoenix.example.com', 'url url_format'],
  ['https:\\\\phoenix.example.com', 'url url_format'],
  ['https://phoenix.example.com\\@evil.example', 'url url_format'],
  ['https://phoenix example.com', 'url url_format'],
  ['https://phoenix.example.com/\n', 'url url_format'],
  ['https://exa\tmple.com', 'url url_format'],
  ['https://host:99999', 'url url_format'],
  ['https://host:0', 'url url_format'],
  ['https://ho%00st', 'url url_format'],
  ['https://[::1', 'url url_format'],
  ['localhost:6006', 'url url_scheme'],
  ['file:///etc/passwd', 'url url_scheme'],
  ['javascript:alert(1)', 'url url_scheme'],
  ['ftp://host', 'url url_scheme'],
  ['wss://host', 'url url_scheme'],
  ['data:text/html,x', 'url url_scheme'],
  ['https://user@host', 'url url_userinfo'],
  ['https://user:secret@host', 'url url_userinfo'],
  ['https://:@host', 'url url_userinfo'],
  ['https://@host', 'url url_userinfo'],
  ['https://host/?a=b', 'url url_query'],
  ['https://host?', 'url url_query'],
  ['https://host/#x', 'url url_query'],
  ['https://host#', 'url url_query'],
  ['http://phoenix.example.com', 'allowHttp http_needs_yes'],
  ['http://localhost.example.com', 'allowHttp http_needs_yes'],
  ['http://localhost.', 'allowHttp http_needs_yes'],
  ['http://127.0.0.1.example.com', 'allowHttp http_needs_yes'],
  ['http://0.0.0.0:6006', 'allowHttp http_needs_yes'],
  ['http://[::ffff:127.0.0.1]', 'allowHttp http_needs_yes'],
  ['http://10.0.0.7:6006', 'allowHttp http_needs_yes'],
];

describe('the address of a server', () => {
  it.each(table)('%j is %s', (text, expected) => {
    expect(outcome(text, false)).toBe(expected);
  });

  it('is http to another computer after an explicit yes, and nothing else with it', () => {
    expect(outcome('http://10.0.0.7:6006/', true)).toBe('http://10.0.0.7:6006');
    expect(outcome('file:///etc/passwd', true)).toBe('url url_scheme');
    expect(outcome('http://user@10.0.0.7', true)).toBe('url url_userinfo');
  });

  it('stays what it is when it is given again', () => {
    for (const [, expected] of table.filter(([, result]) => result.includes('://'))) {
      expect(outcome(expected, false)).toBe(expected);
    }
  });
});
