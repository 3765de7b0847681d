import type { NetworkFault } from '../connections/network';

interface Meaning {
  readonly fault: NetworkFault;
  /** Whether bytes of the request may have reached the server by then. */
  readonly sent: boolean;
}

/** Chromium's names (net/base/net_error_list.h), first match wins. */
const meanings: readonly [pattern: RegExp, fault: NetworkFault, sent: boolean][] = [
  [/^CONNECTION_REFUSED$/, 'refused', false],
  [/^(NAME_NOT_RESOLVED|NAME_RESOLUTION_FAILED|ICANN_NAME_COLLISION|DNS_\w+)$/, 'dns', false],
  [/^INTERNET_DISCONNECTED$/, 'offline', false],
  [/^CONNECTION_TIMED_OUT$/, 'timeout', false],
  [/^TIMED_OUT$/, 'timeout', true],
  // A server that asks for a proxy's password: it has the request.
  [/^UNEXPECTED_PROXY_AUTH$/, 'proxy', true],
  [/PROXY|^TUNNEL_CONNECTION_FAILED$|^SOCKS_|^PAC_/, 'proxy', false],
  [/^CERT_AUTHORITY_INVALID$/, 'tls_authority', false],
  [/^CERT_DATE_INVALID$/, 'tls_expired', false],
  [/^CERT_COMMON_NAME_INVALID$/, 'tls_host', false],
  [/^CERT_|^(BAD_)?SSL_|^ECH_/, 'tls', false],
  [/^CONNECTION_(RESET|CLOSED|ABORTED)$|^EMPTY_RESPONSE$|^NETWORK_(CHANGED|IO_SUSPENDED)$/, 'reset', true],
  [/^CONTENT_LENGTH_MISMATCH$|^INCOMPLETE_|^HTTP2_|^QUIC_/, 'reset', true],
  [/^(ADDRESS_\w+|CONNECTION_FAILED|UNSAFE_PORT|INVALID_URL|DISALLOWED_URL_SCHEME)$/, 'other', false],
  [/^BLOCKED_BY_\w+$/, 'other', false],
];

/**
 * What an error of Electron's `net` says: `net::ERR_CONNECTION_REFUSED`. Whatever is not known here may have been
 * sent.
 */
export function meaningOf(message: string): Meaning {
  const name = /^net::ERR_(\w+)$/.exec(message)?.[1] ?? '';
  const [, fault, sent] = meanings.find(([pattern]) => pattern.test(name)) ?? [name, 'other' as const, true];
  return { fault, sent };
}
