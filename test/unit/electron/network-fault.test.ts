import { expect, test } from 'vitest';
import type { NetworkFault } from '../../../src-main/connections/network';
import { meaningOf } from '../../../src-main/electron/network-fault';

test.each<[name: string, fault: NetworkFault, sent: boolean]>([
  ['CONNECTION_REFUSED', 'refused', false],
  ['NAME_NOT_RESOLVED', 'dns', false],
  ['DNS_TIMED_OUT', 'dns', false],
  ['INTERNET_DISCONNECTED', 'offline', false],
  ['CONNECTION_TIMED_OUT', 'timeout', false],
  ['TIMED_OUT', 'timeout', true],
  ['PROXY_CONNECTION_FAILED', 'proxy', false],
  ['TUNNEL_CONNECTION_FAILED', 'proxy', false],
  ['PROXY_AUTH_REQUESTED', 'proxy', false],
  ['MANDATORY_PROXY_CONFIGURATION_FAILED', 'proxy', false],
  ['UNEXPECTED_PROXY_AUTH', 'proxy', true],
  ['PAC_SCRIPT_FAILED', 'proxy', false],
  ['CERT_AUTHORITY_INVALID', 'tls_authority', false],
  ['CERT_DATE_INVALID', 'tls_expired', false],
  ['CERT_COMMON_NAME_INVALID', 'tls_host', false],
  ['CERT_REVOKED', 'tls', false],
  ['CERT_INVALID', 'tls', false],
  ['SSL_PROTOCOL_ERROR', 'tls', false],
  ['SSL_VERSION_OR_CIPHER_MISMATCH', 'tls', false],
  ['BAD_SSL_CLIENT_AUTH_CERT', 'tls', false],
  ['CONNECTION_RESET', 'reset', true],
  ['CONNECTION_CLOSED', 'reset', true],
  ['EMPTY_RESPONSE', 'reset', true],
  ['CONTENT_LENGTH_MISMATCH', 'reset', true],
  ['INCOMPLETE_CHUNKED_ENCODING', 'reset', true],
  ['HTTP2_PROTOCOL_ERROR', 'reset', true],
  ['NETWORK_CHANGED', 'reset', true],
  ['ADDRESS_UNREACHABLE', 'other', false],
  ['UNSAFE_PORT', 'other', false],
  ['INVALID_HTTP_RESPONSE', 'other', true],
  ['CONTENT_DECODING_FAILED', 'other', true],
  ['FAILED', 'other', true],
  ['SOMETHING_OF_A_LATER_VERSION', 'other', true],
])('%s is %s (may have been sent: %s)', (name, fault, sent) => {
  expect(meaningOf(`net::ERR_${name}`)).toEqual({ fault, sent });
});

test.each([
  '',
  'Redirect was cancelled',
  'CONNECTION_REFUSED',
  'net::ERR_CONNECTION_REFUSED at https://host',
])('a message that is none of Chromium’s (%j) says nothing', (message) => {
  expect(meaningOf(message)).toEqual({ fault: 'other', sent: true });
});
