import { buildIfNeeded, launcher } from './build.mjs';
import { setup } from './setup.mjs';
import { root } from './setup/paths.mjs';
import { main } from './setup/progress.mjs';
import { inOurPlace, onToolsNode } from './setup/tools-node.mjs';

// `npm start [-- arguments]`: sets up and builds what is missing, then becomes the app.
await main(async () => {
  const runtime = await setup();
  if (await onToolsNode(runtime)) return;
  await buildIfNeeded(runtime);
  await inOurPlace(launcher(runtime), [root, ...process.argv.slice(2)]);
});
