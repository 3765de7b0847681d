import { cruise, type IConfiguration, type ICruiseResult } from 'dependency-cruiser';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';

const root = path.join(import.meta.dirname, '../..');
const config = createRequire(import.meta.url)(path.join(root, '.dependency-cruiser.cjs')) as IConfiguration;

type Tree = Record<string, string>;

/** For each rule the smallest tree that breaks it. */
const leaks: Record<string, Tree> = {
  'no-circular': {
    'src-shared/a.ts': "import type { B } from './b';\nexport type A = B;",
    'src-shared/b.ts': "import type { A } from './a';\nexport type B = A;",
  },
  'not-to-unresolvable': { 'src-shared/a.ts': "import './nowhere';" },
  'not-to-dev-dependency': { 'src-main/rest/a.ts': "import 'vitest';" },
  'src-not-to-tests-or-tools': { 'src-main/api/a.ts': "import '../../test/a';", 'test/a.ts': '' },
  'shared-is-a-leaf': { 'src-shared/a.ts': "import 'node:fs';" },
  'language-on-its-own': { 'src-shared/texts/de/a.ts': "import '../en/b';", 'src-shared/texts/en/b.ts': '' },
  'room-only-to-shared': { 'src-main/access/a.ts': "import '../secrets/b';", 'src-main/secrets/b.ts': '' },
  'settings-below-api': { 'src-main/settings/a.ts': "import '../api/b';", 'src-main/api/b.ts': '' },
  'api-only-to-rooms': { 'src-main/api/a.ts': "import '../rest/b';", 'src-main/rest/b.ts': '' },
  'rest-only-to-api': { 'src-main/rest/a.ts': "import '../secrets/b';", 'src-main/secrets/b.ts': '' },
  'compose-not-up': { 'src-main/compose.ts': "import './service';", 'src-main/service.ts': '' },
  'service-not-up': { 'src-main/service.ts': "import './electron/b';", 'src-main/electron/b.ts': '' },
  'no-electron-below': {
    'src-main/compose.ts': "import './helper';",
    'src-main/helper.ts': "import 'electron';",
  },
  'electron-in-its-room': {
    'src-main/secrets/a.ts': "import type { App } from 'electron';\nexport type A = App;",
  },
  'electron-only-to-messages': { 'src-main/electron/a.ts': "import '../api/b';", 'src-main/api/b.ts': '' },
  'http-server-only-in-rest': {
    'src-main/access/a.ts': "import { createServer } from 'node:http';\ncreateServer();",
  },
  'preload-only-names': {
    'src-main/preload/index.ts': "import '../../src-shared/a';",
    'src-shared/a.ts': '',
  },
  'preload-without-schemas': {
    'src-main/preload/index.ts': "import '../../src-shared/operations';",
    'src-shared/operations.ts': "import 'zod';",
  },
  'renderer-only-to-shared': {
    'src-renderer/a.ts': "import type { B } from '../src-main/b';\nexport type A = B;",
    'src-main/b.ts': 'export type B = 1;',
  },
  'renderer-without-node': { 'src-renderer/a.ts': "import 'node:fs';" },
};

const trees: string[] = [];
afterAll(() => trees.forEach((tree) => rmSync(tree, { recursive: true, force: true })));

/** The names of the rules that a tree breaks. */
async function broken(tree: Tree): Promise<string[]> {
  const folder = mkdtempSync(path.join(tmpdir(), 'borders-'));
  trees.push(folder);
  symlinkSync(path.join(root, 'node_modules'), path.join(folder, 'node_modules'));
  symlinkSync(path.join(root, 'package.json'), path.join(folder, 'package.json'));
  for (const [name, text] of Object.entries({ 'src-main/index.ts': '', ...tree })) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), text);
  }
  const { tsConfig: _, ...options } = config.options ?? {};
  const tops = new Set(Object.keys({ 'src-main/': '', ...tree }).map((name) => name.split('/')[0] as string));
  const { output } = await cruise(
    [...tops],
    { ...options, baseDir: folder, ruleSet: { forbidden: config.forbidden ?? [] }, validate: true },
    config.options?.enhancedResolveOptions,
  );
  return (output as ICruiseResult).summary.violations.map((violation) => violation.rule.name);
}

describe('the borders between the rooms', () => {
  it('lets the arrows through that are allowed', async () => {
    const tree = {
      'src-shared/contract.ts': "import 'zod';",
      'src-shared/operations.ts': '',
      'src-shared/texts/en/a.ts': 'export type A = 1;',
      'src-shared/texts/de/a.ts': "import type { A } from '../en/a';\nimport './b';\nexport type B = A;",
      'src-shared/texts/de/b.ts': '',
      'src-main/secrets/backend.ts': "import '../../src-shared/contract';",
      'src-main/api/guard.ts': "import '../secrets/backend';",
      'src-main/rest/routes.ts': "import 'fastify';\nimport '../api/guard';",
      'src-main/compose.ts': "import './rest/routes';",
      'src-main/service.ts': "import './compose';",
      'src-main/service-protocol.ts': '',
      'src-main/electron/window.ts': "import 'electron';\nimport '../service-protocol';",
      'src-main/preload/index.ts': "import 'electron';\nimport '../../src-shared/operations';",
      'src-main/index.ts': "import 'electron';\nimport './electron/window';",
      'src-renderer/main.ts': "import '../src-shared/contract';",
    };
    await expect(broken(tree)).resolves.toEqual([]);
  });

  it('has a planted leak for every rule', () => {
    expect(config.forbidden?.map((rule) => rule.name)).toEqual(Object.keys(leaks));
  });

  it.each(Object.entries(leaks))('%s', async (rule, tree) => {
    await expect(broken(tree)).resolves.toContain(rule);
  });
});
