import { expect, onTestFinished, test } from 'vitest';
import { openCallback } from '../../../src-main/rest/callback';

test.each([
  [undefined, 'en', 'Not expected'],
  ['de-AT,de;q=0.9,en;q=0.8', 'de', 'Nicht erwartet'],
  ['en-GB,en;q=0.9,de;q=0.8', 'en', 'Not expected'],
  ['fr, de ; q=0.5', 'de', 'Nicht erwartet'],
  ['"><script>', 'en', 'Not expected'],
])('a browser that reads %j is answered in %s', async (wanted, language, title) => {
  const callback = await openCallback('state');
  onTestFinished(() => {
    callback.close();
  });
  const answer = await fetch(`${callback.redirectUri}?state=another`, {
    headers: wanted === undefined ? {} : { 'accept-language': wanted },
  });
  expect(answer.status).toBe(400);
  const page = await answer.text();
  expect(page).toContain(`<html lang="${language}">`);
  expect(page).toContain(`<h1>${title}</h1>`);
  expect(page).not.toContain('<script');
});
