import { expect, test, vi } from 'vitest';
import { textsIn } from '../../../src-main/electron/language';
import { setMenu } from '../../../src-main/electron/menu';
import { languages } from '../../../src-shared/languages';

interface Item {
  readonly type?: string;
  readonly label?: string;
  readonly submenu?: readonly Item[];
}

const shown = vi.hoisted(() => ({ template: [] as readonly Item[] }));
vi.mock('electron', () => ({
  app: { getVersion: () => '1.0.0', setAboutPanelOptions: () => undefined },
  Menu: {
    buildFromTemplate: (template: readonly Item[]) => (shown.template = template),
    setApplicationMenu: () => undefined,
  },
}));

const actions = { send: () => undefined, openDataFolder: () => undefined };

function labelsOf(items: readonly Item[]): (string | undefined)[] {
  return items
    .filter(({ type }) => type !== 'separator')
    .flatMap(({ label, submenu }) => [label, ...labelsOf(submenu ?? [])]);
}

function labels(platform: NodeJS.Platform, language: (typeof languages)[number]): (string | undefined)[] {
  vi.spyOn(process, 'platform', 'get').mockReturnValue(platform);
  setMenu(actions, textsIn(language), true);
  return labelsOf(shown.template);
}

test.each(['linux', 'darwin', 'win32'] as const)(
  'on %s every entry has a word of the catalogue',
  (platform) => {
    for (const language of languages) {
      const { menu, appName } = textsIn(language);
      const { roles, ...own } = menu;
      const words = new Set([appName, ...Object.values(own), ...Object.values(roles)]);
      const found = labels(platform, language);
      expect(found.length).toBeGreaterThan(25);
      // An entry without a label of ours would have Electron's, which is English.
      expect(found.filter((label) => label === undefined || !words.has(label))).toEqual([]);
    }
    expect(labels(platform, 'de')).not.toEqual(labels(platform, 'en'));
  },
);

test('the menu is in the language that it is given', () => {
  expect(labels('linux', 'de')).toEqual(
    expect.arrayContaining(['Datei', 'Rückgängig', 'Beenden', 'Minimieren']),
  );
  expect(labels('linux', 'en')).toEqual(expect.arrayContaining(['File', 'Undo', 'Quit', 'Minimize']));
});
