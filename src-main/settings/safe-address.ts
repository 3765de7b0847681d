import { isLoopback } from '../../src-shared/rules';

/** Whether a text is an address without a password in it that nobody on the way can change: https, or http of this computer. */
export function isSafeAddress(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, hostname, username, password } = new URL(address);
  if (username !== '' || password !== '') return false;
  return protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname));
}
