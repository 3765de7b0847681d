import { app } from 'electron';

/** True for `--headless`: the service without a window. */
export function isHeadless(): boolean {
  return app.commandLine.hasSwitch('headless');
}

/** Whether a window can open. Chromium ends a program that has no display, without a word to its user. */
export function hasDisplay(): boolean {
  if (process.platform !== 'linux') return true;
  if (app.commandLine.getSwitchValue('ozone-platform') === 'headless') return true;
  return [process.env['DISPLAY'], process.env['WAYLAND_DISPLAY']].some(Boolean);
}
