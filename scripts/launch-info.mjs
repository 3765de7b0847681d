import { buildIfNeeded, launcher } from './build.mjs';
import { setup } from './setup.mjs';
import { root } from './setup/paths.mjs';
import { main } from './setup/progress.mjs';
import { onToolsNode } from './setup/tools-node.mjs';

// How to start the built app, for programs that drive it: one line of JSON, alone on stdout.
await main(async () => {
  const runtime = await setup();
  if (await onToolsNode(runtime)) return;
  await buildIfNeeded(runtime);
  const info = { executablePath: launcher(runtime), args: [root], electron: runtime.version };
  process.stdout.write(`${JSON.stringify(info)}\n`);
});
