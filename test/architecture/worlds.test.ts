import path from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

const root = path.join(import.meta.dirname, '../..');

/** What the compiler says of one more file in a world. */
function faults(world: string, code: string): string[] {
  const configFile = path.join(root, world, 'tsconfig.json');
  const read = ts.readConfigFile(configFile, (file) => ts.sys.readFile(file));
  const { options } = ts.parseJsonConfigFileContent(read.config, ts.sys, path.dirname(configFile));
  const leak = path.join(root, world, 'planted-leak.ts');
  const host = ts.createCompilerHost(options);
  const { fileExists, readFile } = host;
  host.fileExists = (name) => name === leak || fileExists.call(host, name);
  host.readFile = (name) => (name === leak ? code : readFile.call(host, name));
  const program = ts.createProgram([leak], { ...options, composite: false, incremental: false }, host);
  const file = program.getSourceFile(leak);
  return program
    .getSemanticDiagnostics(file)
    .map((fault) => ts.flattenDiagnosticMessageText(fault.messageText, ' '));
}

const unknown = (name: string) => expect.stringContaining(`'${name}'`) as unknown;

describe('the globals of each world', { timeout: 60_000 }, () => {
  it.each([
    ['src-shared', 'document', 'export const leak: unknown = document;'],
    ['src-shared', 'process', 'export const leak: unknown = process;'],
    ['src-main', 'document', 'export const leak: unknown = document;'],
    ['src-main', '$state', 'export const leak: unknown = $state(1);'],
    ['src-main/preload', 'Buffer', "export const leak: unknown = Buffer.from('');"],
    ['src-main/preload', 'document', 'export const leak: unknown = document;'],
    ['src-renderer', 'process', 'export const leak: unknown = process;'],
    ['src-renderer', 'Buffer', "export const leak: unknown = Buffer.from('');"],
  ])('%s does not know %s', (world, name, code) => {
    expect(faults(world, code)).toEqual([unknown(name)]);
  });
});
