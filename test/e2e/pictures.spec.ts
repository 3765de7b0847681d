import type { Page } from '@playwright/test';
import path from 'node:path';
import { goTo, keyField, openNewSecret, row, valueField } from './support/pages';
import { test } from './support/test';

/** The pictures of the documentation; only with PICTURES=1, since they change with the machine's fonts. */
const folder = path.join(import.meta.dirname, '../../docs/images');

test.skip(!process.env['PICTURES'], 'PICTURES=1 writes docs/images');

for (const theme of ['light', 'dark'] as const) {
  test(`pictures, ${theme}`, async ({ launch }) => {
    const { page, put } = await launch();
    const picture = async (name: string): Promise<void> => {
      // Past every animation and tooltip.
      await page.mouse.move(0, 0);
      await page.waitForTimeout(700);
      await page.screenshot({ path: path.join(folder, `${name}-${theme}.png`) });
    };
    await setTheme(page, theme);
    await picture('empty');
    await put(example);
    await row(page, 'OPENAI_API_KEY').waitFor();
    await picture('secrets');
    await openNewSecret(page);
    await keyField(page).pressSequentially('deepseek api key');
    await valueField(page).fill('sk-0123456789abcdef');
    await picture('new-secret');
    await page.keyboard.press('Escape');
    await row(page, 'OPENAI_API_KEY').focus();
    await page.keyboard.press('Delete');
    await picture('delete');
    await page.keyboard.press('Escape');
    await goTo(page, 'General');
    await picture('general');
    await goTo(page, 'API Keys');
    for (const name of ['ci-deploy', 'notebook']) {
      await page.getByRole('button', { name: 'New API Key' }).first().click();
      await page.getByRole('textbox', { name: 'Name' }).fill(name);
      await page.keyboard.press('Enter');
      await page.getByRole('button', { name: 'Done' }).click();
    }
    await picture('api-keys');
  });
}

const example = Object.fromEntries(
  [
    'ANTHROPIC_API_KEY',
    'AWS_ACCESS_KEY_ID',
    'AWS_SECRET_ACCESS_KEY',
    'AZURE_OPENAI_API_KEY',
    'DEEPSEEK_ORG',
    'GEMINI_API_KEY',
    'GITHUB_PERSONAL_ACCESS_TOKEN',
    'GROQ_API_KEY',
    'INTERNAL_GATEWAY_TOKEN',
    'MISTRAL_API_KEY',
    'OPENAI_API_KEY',
    'SLACK_WEBHOOK_URL',
    'XAI_API_KEY',
  ].map((key) => [key, 'example-value']),
);

async function setTheme(page: Page, theme: 'light' | 'dark'): Promise<void> {
  await goTo(page, 'General');
  await page.getByText(theme === 'light' ? 'Light' : 'Dark', { exact: true }).click();
  await goTo(page, 'Secrets');
}
