import type { Result } from '../../src-shared/errors';
import type { Bridge } from '../app/bridge';
import type { SignIn } from './SignIn.svelte';

/**
 * The bridge of a window that works on a server. A change that meets `sign_in_needed` asks to sign in and is then
 * made once more, so that what was typed is still saved; given up, the failure is the answer. Reading does not ask:
 * it happens in the background too, where nobody waits for a dialog.
 */
export function withSignIn(bridge: Bridge, signIn: SignIn): Bridge {
  const { secrets } = bridge;
  const again = async <O>(call: () => Promise<Result<O>>): Promise<Result<O>> => {
    const since = signIn.asked;
    const result = await call();
    if (result.ok || result.error.code !== 'sign_in_needed') return result;
    return (await signIn.ask(since)) ? call() : result;
  };
  return {
    ...bridge,
    secrets: {
      ...secrets,
      put: (input) => again(() => secrets.put(input)),
      delete: (input) => again(() => secrets.delete(input)),
      undoDelete: (input) => again(() => secrets.undoDelete(input)),
    },
  };
}
