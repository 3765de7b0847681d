import type { CaFiles } from './ca-file';
import type { Credentials } from './credentials';
import { formBody } from './http-json';
import type { ConnectionPlace } from './rows';
import type { Target } from './target';
import type { Transport } from './transport';

/**
 * Ends a session on the server (19.0 and newer; an older one does not know this) so that its tokens are no longer good
 * for anything. Not `/auth/logout`, which ends all sessions of that user. Best effort: never rejects.
 */
export async function revoke(transport: Transport, target: Target, old: Credentials | null): Promise<void> {
  if (!old || old.kind === 'api_key') return;
  await transport
    .send(target, {
      method: 'POST',
      path: '/oauth2/revoke',
      kind: 'once',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: formBody({ token: old.refresh }),
    })
    .catch(() => undefined);
}

/** Ends a session at the place of a connection, also when its CA file is gone. Best effort: never rejects. */
export async function revokeOf(
  transport: Transport,
  caFiles: CaFiles,
  { id, url, caFile }: ConnectionPlace,
  old: Credentials | null,
): Promise<void> {
  const ca = await caFiles.read(caFile).catch(() => null);
  await revoke(transport, { connection: id, url, ca }, old);
}
