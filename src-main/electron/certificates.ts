import type { Session } from 'electron';
import { assertNever } from '../../src-shared/errors';
import { chainFault } from './certificate-chain';

/** Chromium's numbers (net/base/net_error_list.h). */
const verdicts = {
  good: 0,
  asChromiumSays: -3,
  otherHost: -200,
  notToday: -201,
  authority: -202,
  invalid: -207,
} as const;

/** A server may send any number of certificates. */
const most = 16;

/** A certificate and the next one that came with it; Electron's own type knows no last one. */
interface Sent {
  readonly data: string;
  readonly issuerCert?: Sent | undefined;
}

interface Verification {
  readonly errorCode: number;
  readonly certificate: Sent;
  readonly hostname: string;
}

/**
 * Trusts certificates besides those of the system, in one session. Only Chromium's "this authority is not trusted"
 * may be overruled, by a check of our own; whatever else Chromium finds stands, always. A session without
 * certificates of its own is not touched: there Chromium's verdict is the only one.
 */
export function trustBesides(session: Session, ca: string): void {
  session.setCertificateVerifyProc((request, answer) => answer(verdict(request, ca)));
}

/** The verdict on a server's certificate, as a number of Chromium's. */
export function verdict(
  { errorCode, certificate, hostname }: Verification,
  ca: string,
  now = new Date(),
): number {
  if (errorCode !== verdicts.authority) return verdicts.asChromiumSays;
  const fault = chainFault({ sent: sentCertificates(certificate), ca, host: hostname, now });
  switch (fault) {
    case null:
      return verdicts.good;
    case 'authority':
      return verdicts.asChromiumSays;
    case 'expired':
      return verdicts.notToday;
    case 'host':
      return verdicts.otherHost;
    case 'unfit':
      return verdicts.invalid;
    default:
      return assertNever(fault);
  }
}

function sentCertificates(first: Sent): string[] {
  const sent: string[] = [];
  for (let each: Sent | undefined = first; each && sent.length < most; each = each.issuerCert) {
    sent.push(each.data);
  }
  return sent;
}
