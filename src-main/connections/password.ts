import { AppError } from '../../src-shared/errors';
import type { Tokens } from './credentials';
import { badAnswer, conflict, isFailure } from './faults';
import { refuseStranger } from './http-json';
import { passwordTokens } from './renew';
import type { Target } from './target';
import type { HttpAnswer, Transport } from './transport';

export interface Login {
  readonly email: string;
  readonly password: string;
}

/**
 * Signs in with a password: sent once, since a server locks an account after a few wrong ones. Throws
 * `wrong_credentials`, `try_again_later`, `conflict` (`password_sign_in_off`, `no_authentication`) and what every
 * request does.
 */
export async function signInWithPassword(
  transport: Transport,
  target: Target,
  { email, password }: Login,
  now: () => number,
): Promise<Tokens> {
  const answer = await transport
    .send(target, {
      method: 'POST',
      path: '/auth/login',
      kind: 'once',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email, password }),
    })
    .catch((error: unknown) => {
      if (!isFailure(error, 'server_busy')) throw error;
      throw new AppError('try_again_later', 'The server takes no sign-in for a while.', {
        retryAfterSeconds: error.details.retryAfterSeconds ?? 60,
      });
    });
  refuseStatus(answer);
  return { kind: 'password', origin: new URL(target.url).origin, ...passwordTokens(answer, now()) };
}

function refuseStatus(answer: HttpAnswer): void {
  refuseStranger(answer);
  if (answer.status < 400) return;
  switch (answer.status) {
    case 401:
      throw new AppError('wrong_credentials', 'Wrong email or password.');
    case 403:
      throw conflict('password_sign_in_off', 'This server takes no passwords.');
    case 404:
    case 405:
      // There is no such path where sign-in is off.
      throw conflict('no_authentication', 'There is no sign-in on this server.');
    default:
      throw badAnswer('shape');
  }
}
