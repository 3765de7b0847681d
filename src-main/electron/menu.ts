import { app, Menu, type MenuItemConstructorOptions } from 'electron';
import type { Events } from '../../src-shared/contract';
import { main as texts } from '../../src-shared/texts/en/main';

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
export function setMenu(actions: MenuActions, developing: boolean): void {
  const mac = process.platform === 'darwin';
  const { menu } = texts;
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
    ...(mac ? [appMenu(general)] : []),
    {
      label: menu.file,
      submenu: [
        { label: menu.new, accelerator: 'CmdOrCtrl+N', click: () => actions.send('new') },
        ...(mac ? [] : [separator, general]),
        separator,
        mac ? { role: 'close' } : { role: 'quit' },
      ],
    },
    {
      label: menu.edit,
      submenu: [
        ...roles('undo', 'redo'),
        separator,
        ...roles('cut', 'copy', 'paste', 'delete'),
        separator,
        { role: 'selectAll' },
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
        { role: 'togglefullscreen' },
      ],
    },
    {
      role: 'windowMenu',
      label: menu.window,
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

function appMenu(general: MenuItemConstructorOptions): MenuItemConstructorOptions {
  return {
    label: texts.appName,
    submenu: [
      { role: 'about', label: texts.menu.about },
      separator,
      general,
      separator,
      { role: 'services' },
      separator,
      ...roles('hide', 'hideOthers', 'unhide'),
      separator,
      { role: 'quit' },
    ],
  };
}

function roles(...names: NonNullable<MenuItemConstructorOptions['role']>[]) {
  return names.map((role): MenuItemConstructorOptions => ({ role }));
}
