import { FuseState, FuseV1Options, FuseVersion, flipFuses, getCurrentFuseWire } from '@electron/fuses';

/** Every fuse there is, and why it stands where it stands. */
const wantedFuses = {
  RunAsNode: false, // no ELECTRON_RUN_AS_NODE: the program is no general interpreter
  EnableCookieEncryption: true,
  EnableNodeOptionsEnvironmentVariable: false, // no code through NODE_OPTIONS
  EnableNodeCliInspectArguments: false, // no debugger on a program that holds secrets
  EnableEmbeddedAsarIntegrityValidation: true, // a changed app.asar does not start (macOS, Windows)
  OnlyLoadAppFromAsar: true, // nor does a folder beside it
  LoadBrowserProcessSpecificV8Snapshot: false, // there is none
  GrantFileProtocolExtraPrivileges: false, // pages come from app://, never from file://
  WasmTrapHandlers: true, // as Electron has it; there is no WebAssembly here
};

const states = { [FuseState.DISABLE]: false, [FuseState.ENABLE]: true };

/**
 * The fuses of a program, read from its binary.
 * @returns {Promise<Record<string, boolean | null>>} null: this Electron does not have it
 */
async function readFuses(executable) {
  const wire = await getCurrentFuseWire(executable);
  return Object.fromEntries(
    Object.keys(wantedFuses).map((name) => [name, states[wire[FuseV1Options[name]]] ?? null]),
  );
}

/** Sets all fuses that this Electron has; one that it has and we do not know is an error. */
export async function setFuses(executable) {
  const there = await readFuses(executable);
  const all = Object.values(there).every((state) => state !== null);
  const chosen = Object.entries(wantedFuses).filter(([name]) => there[name] !== null);
  await flipFuses(executable, {
    version: FuseVersion.V1,
    resetAdHocDarwinSignature: process.platform === 'darwin',
    strictlyRequireAllFuses: all,
    ...Object.fromEntries(chosen.map(([name, on]) => [FuseV1Options[name], on])),
  });
}
