import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { arbitraryFor } from '../support/arbitrary';
import { Client } from '../support/client';
import { proofTimeout, record } from '../support/proof';
import { adminSecret, startService, temporaryFolder } from '../support/service';

/** The folder of a virtual environment with schemathesis; `npm run proof` installs it. */
const venv = process.env['PROOF_VENV_SCHEMATHESIS'];
/** Runs of so many examples, each with a seed of its own: what one run makes takes longer with every example before it. */
const runs = 25;
const examples = 200;
const canary = 'canary-91c4';

interface Description {
  readonly paths: Record<
    string,
    Record<
      string,
      { requestBody?: { content: Record<string, { schema: unknown }> }; responses: Record<string, unknown> }
    >
  >;
}

it(
  'I: bodies made from /openapi.json get an answer that it describes, and no value back',
  async () => {
    const service = await startService();
    const description = (await (await fetch(`${service.url}/openapi.json`)).json()) as Description;
    const put = description.paths['/v1/secrets']?.['put'];
    const schema = put?.requestBody?.content['application/json']?.schema;
    const client = new Client(service.url, adminSecret);
    await fc.assert(
      fc.asyncProperty(arbitraryFor(schema, canary), async (body) => {
        fc.pre(isJson(body));
        const bytes = Buffer.from(JSON.stringify(body));
        const head = `PUT /v1/secrets HTTP/1.1\r\nHost: ${new URL(service.url).host}\r\nAuthorization: Bearer ${adminSecret}\r\n`;
        const more = `Content-Type: application/json\r\nContent-Length: ${bytes.length}\r\n\r\n`;
        const status = await client.send(Buffer.concat([Buffer.from(head + more), bytes]));
        expect([200, 422]).toContain(status);
        expect(Object.keys(put?.responses ?? {})).toContain(String(status));
        expect(client.text).not.toContain(canary);
      }),
      { numRuns: 300, seed: 0x0a91 },
    );
    client.close();
  },
  proofTimeout,
);

function isJson(body: unknown): boolean {
  try {
    return typeof JSON.stringify(body) === 'string';
  } catch {
    return false;
  }
}

/**
 * The description without the bound of the list. To break that one it makes bodies of many megabytes, which takes a
 * hundred times as long, and does not take the 413 that they get for a refusal; `contract/request-body` sends them.
 */
async function shortLists(url: string): Promise<unknown> {
  const text = await (await fetch(`${url}/openapi.json`)).text();
  return JSON.parse(text, (name, value: unknown) => (name === 'maxItems' ? undefined : value));
}

/** Values that schemathesis sends are found in what comes back only when the program echoes them. */
const hook = `
import json
import schemathesis

@schemathesis.check
def no_value_echoed(ctx, response, case):
    body = case.body
    if not isinstance(body, dict) or not isinstance(body.get("secrets"), list):
        return
    answer = response.text
    for entry in body["secrets"]:
        if not isinstance(entry, dict) or not isinstance(entry.get("value"), str):
            continue
        value = entry["value"].strip()
        keys = " ".join(str(e.get("key")) for e in body["secrets"] if isinstance(e, dict))
        # A short one stands in any text by chance.
        if len(value) > 6 and value not in keys and (value in answer or json.dumps(value)[1:-1] in answer):
            raise AssertionError("a value was echoed")
`;

it.skipIf(!venv)(
  'I: schemathesis finds no answer of 500 or more, none that the description does not have, and no value echoed',
  async () => {
    const service = await startService();
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'hooks.py'), hook);
    writeFileSync(join(folder, 'openapi.json'), JSON.stringify(await shortLists(service.url)));
    let sent = 0;
    let failures = 0;
    let said = '';
    for (let run = 0; run < runs; run += 1) {
      const args = ['run', 'openapi.json', '--url', service.url];
      args.push('--header', `Authorization: Bearer ${adminSecret}`);
      args.push('--max-examples', String(examples), '--seed', String(20_261 + run));
      args.push('--include-path', '/v1/secrets', '--checks', 'all', '--no-color', '--continue-on-failure');
      args.push('--suppress-health-check', 'all');
      const child = spawn(join(venv ?? '', 'bin/schemathesis'), args, {
        cwd: folder,
        stdio: ['ignore', 'pipe', 'inherit'],
        env: { PATH: process.env['PATH'], HOME: folder, SCHEMATHESIS_HOOKS: 'hooks' },
      });
      const [output, [code]] = await Promise.all([
        text(child.stdout),
        once(child, 'exit') as Promise<[number]>,
      ]);
      sent += Number(/([\d,]+) generated/.exec(output)?.[1]?.replaceAll(',', '') ?? 0);
      if (code === 0) continue;
      failures += Number(/(\d+) unique failures?/.exec(output)?.[1] ?? 1);
      said += output;
    }
    record('I', { attempts: sent, faults: failures });
    expect(failures, said).toBe(0);
    expect(sent).toBeGreaterThanOrEqual(runs * examples);
  },
  proofTimeout,
);
