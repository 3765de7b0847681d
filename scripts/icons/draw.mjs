/* global document, Image -- of the page that draws */
// Runs in Electron: draws SVG files as PNG, with the same engine that shows them. Reads one job from the environment
// (nothing of it is secret), writes the files and ends.
import { app, BrowserWindow } from 'electron';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** @type {{ svg: string, size: number, png: string }[]} */
const jobs = JSON.parse(process.env.ICON_JOBS);

async function draw({ source, size }) {
  const image = new Image();
  image.src = source;
  await image.decode();
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = size;
  canvas.getContext('2d').drawImage(image, 0, 0, size, size);
  return canvas.toDataURL('image/png');
}

async function drawAll() {
  const window = new BrowserWindow({ show: false, webPreferences: { sandbox: true } });
  await window.loadURL('data:text/html,<!doctype html>');
  for (const { svg, size, png } of jobs) {
    const source = `data:image/svg+xml;base64,${readFileSync(svg).toString('base64')}`;
    const url = await window.webContents.executeJavaScript(`(${draw})(${JSON.stringify({ source, size })})`);
    mkdirSync(path.dirname(png), { recursive: true });
    writeFileSync(png, Buffer.from(url.slice(url.indexOf(',') + 1), 'base64'));
  }
}

void app
  .whenReady()
  .then(drawAll)
  .then(() => app.exit(0))
  .catch((error) => {
    process.stderr.write(`${error?.stack ?? error}\n`);
    app.exit(1);
  });
