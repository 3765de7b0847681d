/** True when an error, or what caused it, says that the disk has no room. */
export function isDiskFull(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = 'code' in error ? String(error.code) : '';
  return /^(ENOSPC|EDQUOT|SQLITE_FULL)/.test(code) || isDiskFull(error.cause);
}

/** Does a step of the start; on a full disk it is done once more after `makeRoom`. Throws what the step throws. */
export async function withRoom<T>(makeRoom: () => void, step: () => T | Promise<T>): Promise<T> {
  try {
    return await step();
  } catch (error) {
    if (!isDiskFull(error)) throw error;
    makeRoom();
    return step();
  }
}
