import { existsSync, realpathSync } from 'node:fs';
import { inRoot } from './paths.mjs';
import { SetupError } from './progress.mjs';

/** The oldest Node that the tools of this project declare; `npm start` itself may come from Node 20. */
const NEEDED = [22, 12];

/** Path of a Node that runs the tools: the one among the dependencies, else the one that runs this script. */
export function toolsNode() {
  const name = process.platform === 'win32' ? 'node.exe' : 'node';
  const own = inRoot(`node_modules/node-${process.platform}-${process.arch}/bin/${name}`);
  if (existsSync(own)) return own;
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > NEEDED[0] || (major === NEEDED[0] && minor >= NEEDED[1])) return realpathSync(process.execPath);
  throw new SetupError(
    `The tools need Node ${NEEDED.join('.')} or newer, and none is published on the package registry for ` +
      `${process.platform}-${process.arch}: install one (this is ${process.versions.node}), then start again.`,
  );
}
