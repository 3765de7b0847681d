import { execFileSync, spawn } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  lstatSync,
  readFileSync,
  readlinkSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { PreferencesFile } from '../../../src-main/electron/preferences';
import { temporaryFolder } from '../../support/service';

const ofFirstVersion = { theme: 'system', sort: { column: 'key', direction: 'ascending' } };
const defaults = {
  ...ofFirstVersion,
  language: 'system',
  owner: 'all',
  autoLockMinutes: 15,
  checkForUpdates: false,
};
const window = { x: 1, y: 2, width: 900, height: 600, maximized: true };
const newFile = () => path.join(temporaryFolder(), 'preferences.json');

test('what is set is there after a restart, in a file for its owner alone', () => {
  const file = newFile();
  const first = new PreferencesFile(file);
  expect(first.preferences).toEqual(defaults);
  expect(first.window).toBeNull();
  expect(first.setPreferences({ theme: 'dark' })).toEqual({ ...defaults, theme: 'dark' });
  first.setPreferences({ sort: { column: 'updated', direction: 'descending' } });
  first.setPreferences({ language: 'de', owner: 'mine', autoLockMinutes: null, checkForUpdates: true });
  first.setWindow(window);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  const second = new PreferencesFile(file);
  expect(second.preferences).toEqual({
    theme: 'dark',
    language: 'de',
    sort: { column: 'updated', direction: 'descending' },
    owner: 'mine',
    autoLockMinutes: null,
    checkForUpdates: true,
  });
  expect(second.window).toEqual(window);
});

test('a file that was wider is narrowed', () => {
  const file = newFile();
  new PreferencesFile(file).setWindow(window);
  chmodSync(file, 0o644);
  expect(new PreferencesFile(file).window).toEqual(window);
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

test.each([
  ['no JSON', '{'],
  ['another shape', '[]'],
  ['an unknown theme', JSON.stringify({ preferences: { ...defaults, theme: 'purple' }, window: null })],
  [
    'a theme by inheritance',
    JSON.stringify({ preferences: { ...defaults, theme: 'toString' }, window: null }),
  ],
  ['an unknown language', JSON.stringify({ preferences: { ...defaults, language: 'tlh' }, window: null })],
  ['no sort', JSON.stringify({ preferences: { theme: 'dark' }, window: null })],
  ['an unknown owner', JSON.stringify({ preferences: { ...defaults, owner: 'others' }, window: null })],
  ['a lock of our own', JSON.stringify({ preferences: { ...defaults, autoLockMinutes: 7 }, window: null })],
  [
    'an odd check for updates',
    JSON.stringify({ preferences: { ...defaults, checkForUpdates: 1 }, window: null }),
  ],
  ['a lock as text', JSON.stringify({ preferences: { ...defaults, autoLockMinutes: '5' }, window: null })],
  ['a window without a place', JSON.stringify({ preferences: defaults, window: { ...window, x: 'left' } })],
])('%s gives the defaults, and the file is kept aside', (_name, text) => {
  const file = newFile();
  writeFileSync(file, text);
  const preferences = new PreferencesFile(file);
  expect(preferences.preferences).toEqual(defaults);
  expect(preferences.window).toBeNull();
  expect(readFileSync(`${file}.faulty`, 'utf8')).toBe(text);
  expect(existsSync(file)).toBe(false);
});

test('a file that the first version wrote is taken over', () => {
  const file = newFile();
  writeFileSync(file, JSON.stringify({ preferences: { ...ofFirstVersion, theme: 'dark' }, window }));
  const preferences = new PreferencesFile(file);
  expect(preferences.preferences).toEqual({ ...defaults, theme: 'dark' });
  expect(preferences.window).toEqual(window);
});

test('a folder that is gone is an error, and nothing has changed', () => {
  const preferences = new PreferencesFile(path.join(temporaryFolder(), 'missing', 'preferences.json'));
  expect(() => preferences.setPreferences({ theme: 'dark' })).toThrow();
  expect(preferences.preferences).toEqual(defaults);
});

test.each([
  ['good', JSON.stringify({ preferences: { ...defaults, theme: 'dark' }, window: null })],
  ['faulty', '{'],
])('a link to a %s file is neither followed nor moved', (_name, text) => {
  const file = newFile();
  const victim = `${file}.victim`;
  writeFileSync(victim, text);
  chmodSync(victim, 0o644);
  symlinkSync(victim, file);
  expect(new PreferencesFile(file).preferences).toEqual(defaults);
  expect(readlinkSync(file)).toBe(victim);
  expect(readFileSync(victim, 'utf8')).toBe(text);
  expect(statSync(victim).mode & 0o777).toBe(0o644);
});

test('a named pipe is not read', () => {
  const file = newFile();
  execFileSync('mkfifo', [file]);
  // Somebody writes and goes, so that a reader would not wait for ever.
  const writer = spawn('sh', ['-c', 'printf "{}" > "$0"', file]);
  onTestFinished(() => void writer.kill('SIGKILL'));
  expect(new PreferencesFile(file).preferences).toEqual(defaults);
  expect(lstatSync(file).isFIFO()).toBe(true);
});

test('a link where the new file is made is not written through', () => {
  const file = newFile();
  const victim = `${file}.victim`;
  writeFileSync(victim, 'theirs');
  for (const made of [`${file}.partial`, `${file}.${process.pid}.tmp`]) symlinkSync(victim, made);
  new PreferencesFile(file).setWindow(window);
  expect(readFileSync(victim, 'utf8')).toBe('theirs');
  expect(lstatSync(file).isFile()).toBe(true);
});
