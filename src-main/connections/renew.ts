import * as z from 'zod';
import { refreshCookie, tokenCookies } from './cookies';
import { renewalTime, token, type Tokens } from './credentials';
import { badAnswer, notPhoenix, signInNeeded } from './faults';
import { formBody, isHtml, phoenixVersion, readJson } from './http-json';
import type { Target } from './target';
import type { HttpAnswer, Transport } from './transport';

/** RFC 6749, section 5.1; a Phoenix server always gives all of it. */
const tokenAnswer = z.object({
  access_token: token,
  refresh_token: token,
  expires_in: z.number().positive().nullish(),
});

/**
 * New tokens for those that are over. Sent once: a refresh token that is used a second time ends the whole session.
 * Throws `sign_in_needed` (`expired`) when the server does not take the refresh token any more.
 */
export async function renewTokens(
  transport: Transport,
  target: Target,
  tokens: Tokens,
  now: () => number,
): Promise<Tokens> {
  if (tokens.kind === 'password') {
    const headers = { cookie: refreshCookie(tokens) };
    const answer = await transport.send(target, {
      method: 'POST',
      path: '/auth/refresh',
      kind: 'once',
      headers,
    });
    refuseEnded(answer);
    return { ...tokens, ...passwordTokens(answer, now()) };
  }
  const { clientId, refresh, tokenEndpoint } = tokens;
  const answer = await transport.send(target, {
    method: 'POST',
    path: tokenEndpoint,
    kind: 'once',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: formBody({ grant_type: 'refresh_token', refresh_token: refresh, client_id: clientId }),
  });
  refuseEnded(answer);
  return { ...tokens, ...browserTokens(answer, now()) };
}

type Fresh = Pick<Tokens, 'access' | 'refresh' | 'renewAt'>;

/** The tokens of an answer of `/auth/login` or `/auth/refresh`. */
export function passwordTokens(answer: HttpAnswer, now: number): Fresh {
  const cookies = tokenCookies(answer.headers);
  if (!cookies) throw isHtml(answer) ? notPhoenix('html') : badAnswer('shape');
  const { access, refresh, maxAge } = cookies;
  return { access, refresh, renewAt: renewalTime(now, maxAge) };
}

/** The tokens of an answer of the OAuth 2 token endpoint. */
export function browserTokens(answer: HttpAnswer, now: number): Fresh {
  const { access_token, refresh_token, expires_in } = readJson(answer, tokenAnswer);
  return { access: access_token, refresh: refresh_token, renewAt: renewalTime(now, expires_in ?? null) };
}

function refuseEnded(answer: HttpAnswer): void {
  if (answer.status < 400) return;
  // A proxy in between that refuses proves nothing about the session.
  throw phoenixVersion(answer.headers) === null ? notPhoenix('other') : signInNeeded('expired');
}
