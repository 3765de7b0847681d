import { execFileSync } from 'node:child_process';
import path from 'node:path';

/** Asks once how the built app is started (and so builds it where needed); the workers inherit the answer. A caller who gives it tests another build. */
export default function globalSetup(): void {
  const script = path.join(import.meta.dirname, '../../../scripts/launch-info.mjs');
  process.env['LAUNCH_INFO'] ??= execFileSync(process.execPath, [script], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}
