import { app } from 'electron';

/** True for `--headless`: the service without a window. `--phoenix-headless` is what the launcher makes of it. */
export function isHeadless(): boolean {
  return app.commandLine.hasSwitch('headless') || app.commandLine.hasSwitch('phoenix-headless');
}

/** Whether a window can open. Chromium ends a program that has no display, without a word to its user. */
export function hasDisplay(): boolean {
  if (process.platform !== 'linux') return true;
  if (app.commandLine.getSwitchValue('ozone-platform') === 'headless') return true;
  return Boolean(process.env['DISPLAY'] ?? process.env['WAYLAND_DISPLAY']);
}
