/** Why the store cannot be opened, in a sentence with what to do. Nothing was changed when it is thrown. */
export class StoreError extends Error {
  override readonly name = 'StoreError';
}

/** The result code of a fault of SQLite, or null for any other error. */
export function sqliteCode(error: unknown): string | null {
  if (!(error instanceof Error) || !('code' in error)) return null;
  const code = String(error.code);
  return code.startsWith('SQLITE_') ? code : null;
}

/** True when another process holds a lock, which may pass. */
export function isLocked(code: string): boolean {
  return /^SQLITE_(BUSY|LOCKED|PROTOCOL)/.test(code);
}
