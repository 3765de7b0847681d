import * as z from 'zod';
import { AppError } from '../../src-shared/errors';
import type { Tokens } from './credentials';
import { badAnswer, brokenRule, isFailure } from './faults';
import { graphqlRequest, readGraphql } from './graphql';
import { signInWithPassword, type Login } from './password';
import { revoke } from './revoke';
import type { Target } from './target';
import type { Transport } from './transport';

const document = 'mutation($input:PatchViewerInput!){patchViewer(input:$input){user{passwordNeedsReset}}}';

const patched = z.object({ patchViewer: z.object({ user: z.object({ passwordNeedsReset: z.boolean() }) }) });

/**
 * Sets a new password with the old one, then signs in with the new one, since the server ends all sessions of that
 * user. Throws what signing in does, `invalid_input` (`password_refused`) when it does not take the new password, and
 * `outcome_unknown` when no answer came and the new one does not work.
 */
export async function replacePassword(
  transport: Transport,
  target: Target,
  login: Login & { readonly newPassword: string },
  now: () => number,
): Promise<Tokens> {
  const { email, password, newPassword } = login;
  const old = await signInWithPassword(transport, target, { email, password }, now);
  const signIn = () => signInWithPassword(transport, target, { email, password: newPassword }, now);
  try {
    return await change(transport, target, login, old, signIn);
  } catch (error) {
    // Where nothing was changed it is still open.
    void revoke(transport, target, old);
    throw error;
  }
}

async function change(
  transport: Transport,
  target: Target,
  { password, newPassword }: Login & { readonly newPassword: string },
  old: Tokens,
  signIn: () => Promise<Tokens>,
): Promise<Tokens> {
  const input = { currentPassword: password, newPassword };
  const request = graphqlRequest(document, { input }, 'write');
  const headers = { ...request.headers, authorization: `Bearer ${old.access}` };
  let answer;
  try {
    answer = await transport.send(target, { ...request, headers });
  } catch (error) {
    if (!isFailure(error, 'outcome_unknown')) throw error;
    // Whether it works now tells what became of it.
    return signIn().catch((failure: unknown) => {
      if (isFailure(failure, 'wrong_credentials')) throw unchanged();
      throw error;
    });
  }
  const { data, errors } = readGraphql(answer);
  if (errors.length > 0) throw brokenRule('newPassword', 'password_refused');
  if (!patched.safeParse(data).success) throw badAnswer('shape');
  return signIn();
}

function unchanged(): AppError {
  return new AppError('outcome_unknown', 'No answer came; the password is the old one.', {
    rule: 'unchanged',
  });
}
