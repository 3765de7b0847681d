import { app, Menu, type MenuItemConstructorOptions } from 'electron';
import type { Events } from '../../src-shared/contract';
import type { MainTexts } from '../../src-shared/texts/en/main';

type Role = keyof MainTexts['menu']['roles'];
type Command = Events['app.command']['command'];

export interface MenuActions {
  /** A choice that the page carries out. */
  send(command: Command): void;
  openDataFolder(): void;
}

const separator: MenuItemConstructorOptions = { type: 'separator' };

/**
 * The native menu. Undo is the text field's own here: the page hears Ctrl/⌘ Z first and takes it
 * only while it offers to undo a delete.
 * @param developing adds reload and developer tools
 */
export function setMenu(actions: MenuActions, texts: MainTexts, developing: boolean): void {
  const mac = process.platform === 'darwin';
  const { menu } = texts;
  const roles = (...names: Role[]) => names.map((role) => ({ role, label: menu.roles[role] }));
  app.setAboutPanelOptions({
    applicationName: texts.appName,
    applicationVersion: app.getVersion(),
    copyright: texts.about({
      electron: process.versions.electron,
      chromium: process.versions.chrome,
    }),
  });
  const general: MenuItemConstructorOptions = {
    label: menu.settings,
    accelerator: 'CmdOrCtrl+,',
    click: () => actions.send('general'),
  };
  const template: MenuItemConstructorOptions[] = [
    ...(mac ? [appMenu(general, texts)] : []),
    {
      label: menu.file,
      submenu: [
        { label: menu.new, accelerator: 'CmdOrCtrl+N', click: () => actions.send('new') },
        ...(mac ? [] : [separator, general]),
        separator,
        ...roles(mac ? 'close' : 'quit'),
      ],
    },
    {
      label: menu.edit,
      submenu: [
        ...roles('undo', 'redo'),
        separator,
        ...roles('cut', 'copy', 'paste', 'delete'),
        separator,
        ...roles('selectAll'),
        separator,
        { label: menu.find, accelerator: 'CmdOrCtrl+F', click: () => actions.send('find') },
      ],
    },
    {
      label: menu.view,
      submenu: [
        ...(developing ? [...roles('reload', 'toggleDevTools'), separator] : []),
        ...roles('resetZoom', 'zoomIn', 'zoomOut'),
        separator,
        ...roles('togglefullscreen'),
      ],
    },
    {
      role: 'windowMenu',
      label: menu.window,
      submenu: mac
        ? [...roles('minimize', 'zoom'), separator, ...roles('front')]
        : roles('minimize', 'zoom', 'close'),
    },
    {
      role: 'help',
      label: menu.help,
      submenu: [
        { label: menu.openDataFolder, click: () => actions.openDataFolder() },
        ...(mac ? [] : [{ role: 'about', label: menu.about } as const]),
      ],
    },
  ];
  Menu.setApplicationMenu(Menu.buildFromTemplate(template));
}

function appMenu(
  general: MenuItemConstructorOptions,
  { appName, menu }: MainTexts,
): MenuItemConstructorOptions {
  const role = (name: Role) => ({ role: name, label: menu.roles[name] });
  return {
    label: appName,
    submenu: [
      { role: 'about', label: menu.about },
      separator,
      general,
      separator,
      role('services'),
      separator,
      role('hide'),
      role('hideOthers'),
      role('unhide'),
      separator,
      { role: 'quit', label: menu.quitNamed },
    ],
  };
}
