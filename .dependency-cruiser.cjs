// The one-way list: shared ← {secrets, access, connections, activity, settings} ← api ← rest ← compose ← service ←
// electron ← index. test/architecture/borders.test.ts plants a leak for each rule and sees it fail.

const rooms = '^src-main/(secrets|access|connections|activity)/';
const electron = '(^|/)node_modules/electron/|^electron$';
/** All that runs in the worker thread and in tests, without Electron. */
const graph =
  '^src-main/(secrets|access|connections|activity|settings|api|rest|parts)/|^src-main/(compose|service)\\.ts$';
/** Interfaces and message types on which both sides of a border agree. */
const ports = 'src-main/(desktop|events|connections/(network|vault))\\.ts$';
const protocol = 'src-main/service-protocol\\.ts$';

module.exports = {
  forbidden: [
    {
      name: 'no-circular',
      comment: 'A cycle means that two files are one. Move what both need into a third.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'not-to-unresolvable',
      comment: 'This import leads nowhere.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'not-to-dev-dependency',
      comment: 'What the app imports is not there in a package: it has to be in `dependencies`.',
      severity: 'error',
      from: { path: '^src-', pathNot: 'vite\\.config\\.ts$' },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'], pathNot: electron },
    },
    {
      name: 'src-not-to-tests-or-tools',
      severity: 'error',
      from: { path: '^src-' },
      to: { path: '^(test|scripts)/' },
    },
    {
      name: 'shared-is-a-leaf',
      comment: 'The contract knows no world: it imports itself and the schema library.',
      severity: 'error',
      from: { path: '^src-shared/' },
      to: { pathNot: '^src-shared/|(^|/)node_modules/zod/' },
    },
    {
      name: 'language-on-its-own',
      comment:
        'The page waits for its language: a language that fetched something of the page would wait for ever.',
      severity: 'error',
      from: { path: '^src-shared/texts/([a-z]{2})(/|\\.ts$)', pathNot: '^src-shared/texts/en(/|\\.ts$)' },
      to: { path: '^src-', pathNot: '^src-shared/texts/$1(/|\\.ts$)', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'room-only-to-shared',
      comment:
        'Rooms do not know each other. What one needs of another is an interface of its own; compose.ts joins them.',
      severity: 'error',
      from: { path: rooms },
      to: { path: '^src-(main|renderer)/', pathNot: '^src-main/$1/' },
    },
    {
      name: 'settings-below-api',
      severity: 'error',
      from: { path: '^src-main/settings/' },
      to: { path: '^src-(main|renderer)/', pathNot: `^src-main/settings/|${ports}|${protocol}` },
    },
    {
      name: 'api-only-to-rooms',
      severity: 'error',
      from: { path: '^src-main/api/' },
      to: { path: '^src-(main|renderer)/', pathNot: `^src-main/api/|${rooms}|${ports}` },
    },
    {
      name: 'rest-only-to-api',
      comment: 'REST goes through the guard like everyone.',
      severity: 'error',
      from: { path: '^src-main/rest/' },
      to: { path: '^src-(main|renderer)/', pathNot: `^src-main/(rest|api)/|${ports}` },
    },
    {
      name: 'compose-not-up',
      severity: 'error',
      from: { path: '^src-main/(compose|desktop|events|service-protocol)\\.ts$|^src-main/parts/' },
      to: { path: '^src-main/(electron|preload)/|^src-main/(index|service)\\.ts$|^src-renderer/' },
    },
    {
      name: 'service-not-up',
      severity: 'error',
      from: { path: '^src-main/service\\.ts$' },
      to: { path: '^src-main/(electron|preload)/|^src-main/index\\.ts$|^src-renderer/' },
    },
    {
      name: 'no-electron-below',
      comment:
        'The graph runs in a worker thread and in tests, where there is no Electron; not even through others.',
      severity: 'error',
      from: { path: graph },
      to: { path: electron, reachable: true },
    },
    {
      name: 'electron-in-its-room',
      comment:
        'Everything that imports `electron` lives in src-main/electron/; only preload and index besides.',
      severity: 'error',
      from: {
        path: '^src-|^test/',
        pathNot: '^src-main/(electron|preload)/|^src-main/index\\.ts$|^test/e2e/',
      },
      to: { path: electron },
    },
    {
      name: 'electron-only-to-messages',
      comment: 'The thread that paints knows the service by its messages only.',
      severity: 'error',
      from: { path: '^src-main/electron/' },
      to: { path: '^src-(main|renderer)/', pathNot: `^src-main/(electron|settings)/|${ports}|${protocol}` },
    },
    {
      name: 'http-server-only-in-rest',
      severity: 'error',
      from: { path: '^src-', pathNot: '^src-main/rest/' },
      to: { path: '(^|/)node_modules/fastify/|^(node:)?https?2?$', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'preload-only-names',
      comment: 'A sandboxed preload is one file; it may load the operation names and Electron.',
      severity: 'error',
      from: { path: '^src-main/preload/' },
      to: { pathNot: `^src-main/preload/|^src-shared/operations\\.ts$|${electron}` },
    },
    {
      name: 'preload-without-schemas',
      severity: 'error',
      from: { path: '^src-main/preload/' },
      to: { path: '(^|/)node_modules/zod/', reachable: true },
    },
    {
      name: 'renderer-only-to-shared',
      comment: 'The window reaches the rest of the app through window.phoenix only.',
      severity: 'error',
      from: { path: '^src-renderer/', pathNot: 'vite\\.config\\.ts$' },
      to: { path: `^src-main/|${electron}|(^|/)node_modules/(better-sqlite3|fastify)/` },
    },
    {
      name: 'renderer-without-node',
      severity: 'error',
      from: { path: '^src-renderer/', pathNot: 'vite\\.config\\.ts$' },
      to: { dependencyTypes: ['core'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|out)/' },
    tsPreCompilationDeps: true,
    // The worlds' tsconfigs differ in globals, not in how they resolve.
    tsConfig: { fileName: 'src-shared/tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'svelte'],
      extensions: ['.ts', '.svelte.ts', '.svelte', '.js', '.mjs', '.cjs', '.d.ts', '.json'],
    },
  },
};
