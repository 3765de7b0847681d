import { readFileSync } from 'node:fs';
import path from 'node:path';
import { devAdminSecret, devFolder } from './dev/place.mjs';
import { main, say, SetupError } from './setup/progress.mjs';

// `npm run sample [-- N]`: puts the keys of the known providers and N more made-up ones (none, unless told) into the
// program that `npm run dev` runs.

const known = [
  'ANTHROPIC_API_KEY',
  'AWS_ACCESS_KEY_ID',
  'AWS_SECRET_ACCESS_KEY',
  'AZURE_OPENAI_API_KEY',
  'DEEPSEEK_API_KEY',
  'E2B_API_KEY',
  'GEMINI_API_KEY',
  'GITHUB_PERSONAL_ACCESS_TOKEN',
  'GROQ_API_KEY',
  'OPENAI_API_KEY',
  'PAGERDUTY_TOKEN',
  'XAI_API_KEY',
];

function endpoint() {
  try {
    return JSON.parse(readFileSync(path.join(devFolder, 'endpoint.json'), 'utf8'));
  } catch {
    throw new SetupError('Nothing is running: start `npm run dev` first, in another terminal.');
  }
}

await main(async () => {
  const count = Number(process.argv[2] ?? 0);
  if (!Number.isInteger(count) || count < 0 || count > 9_000) {
    throw new SetupError('How many? A whole number from 0 to 9000, for example `npm run sample -- 300`.');
  }
  const more = Array.from({ length: count }, (_, index) => `SAMPLE_${String(index + 1).padStart(4, '0')}`);
  const secrets = [...known, ...more].map((key) => ({ key, value: `sample value of ${key}` }));
  const answer = await fetch(`${endpoint().url}/v1/secrets`, {
    method: 'PUT',
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${process.env.PHOENIX_ADMIN_SECRET ?? devAdminSecret}`,
    },
    body: JSON.stringify({ secrets }),
  });
  if (!answer.ok) throw new SetupError(`The program answered ${answer.status}.`);
  say(`${secrets.length} secrets are there.`);
});
