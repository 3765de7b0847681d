import type { SeenSecret } from '../../src-shared/contract';
import type { Failure } from '../../src-shared/errors';
import { texts } from '../../src-shared/texts';
import type { AppState } from '../app/AppState.svelte';
import { failureText } from '../app/failureText';
import type { SecretsList } from './SecretsList.svelte';

/** What the list knows of keys now, for a delete that takes nothing else; those that are gone are left out. */
export function seenOf(list: SecretsList, keys: readonly string[]): SeenSecret[] {
  const asked = new Set(keys);
  return list.rows.filter(({ key }) => asked.has(key)).map(({ key, updatedAt }) => ({ key, updatedAt }));
}

/**
 * Deletes keys and shows the toast that can take it back; the failure, or null.
 * @param seen how they were when one was asked: what changed since is not deleted
 */
export async function deleteSecrets(
  app: AppState,
  keys: readonly string[],
  seen: readonly SeenSecret[],
): Promise<Failure | null> {
  const result = await app.bridge.secrets.delete({ keys: [...keys], ifUnchanged: [...seen] });
  if (!result.ok) {
    const { code, rule } = result.error;
    if (code === 'outcome_unknown' || rule === 'changed_meanwhile') await app.secrets.load();
    return result.error;
  }
  app.secrets.selection.clear();
  const { undo } = result.value;
  const only = keys.length === 1 ? keys[0] : undefined;
  app.toasts.show({
    text: only === undefined ? texts.secrets.toast.deletedMany(keys.length) : texts.secrets.toast.deleted,
    key: only ?? null,
    ...(undo && { duration: undo.undoMs, undo: () => restore(app, undo.token) }),
  });
  return null;
}

/** Puts back what was deleted; the window goes to the store that it came from, where one sees it return. */
async function restore(app: AppState, token: string): Promise<void> {
  const words = texts.secrets.toast;
  const stays = await app.comeBack();
  if (stays) {
    app.toasts.show({ text: `${words.undoFailed} ${failureText(stays)}` });
    return;
  }
  const result = await app.bridge.secrets.undoDelete({ token });
  if (!result.ok) {
    app.toasts.show({
      text:
        result.error.code === 'expired' ? words.expired : `${words.undoFailed} ${failureText(result.error)}`,
    });
    return;
  }
  const { restoredKeys, keptKeys } = result.value;
  const only = restoredKeys.length === 1 ? restoredKeys[0] : undefined;
  if (keptKeys.length > 0) app.toasts.show({ text: words.kept(keptKeys.length) });
  else if (only !== undefined) app.toasts.show({ text: words.restored, key: only });
  else app.toasts.show({ text: words.restoredMany(restoredKeys.length) });
}
