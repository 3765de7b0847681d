import { existsSync } from 'node:fs';
import { inRoot, root } from './paths.mjs';
import { say } from './progress.mjs';
import { run } from './run.mjs';

/** Turns the checks before a commit on in a clone. Somebody's own choice of hooks is left alone; so is a tarball. */
export async function useGitHooks() {
  if (!existsSync(inRoot('.git'))) return;
  const { code } = await run('git', ['config', 'core.hooksPath'], { cwd: root });
  if (code !== 1) return; // 1 is "not set"; 0 is set, 127 is no git
  const set = await run('git', ['config', 'core.hooksPath', '.githooks'], { cwd: root });
  if (set.code === 0) say('✓ Commits run `npm run check` first (git config core.hooksPath .githooks)');
}
