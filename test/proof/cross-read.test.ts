import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { decrypt, deriveKey } from '../../src-main/secrets/local/cipher';
import { Client } from '../support/client';
import { openDatabase, query } from '../support/database';
import { phoenixAdminSecret, startPhoenix } from '../support/phoenix-server';
import { pinnedRandom, proofTimeout, record, sized } from '../support/proof';
import { adminSecret, callAsWindow, phoenixSecret, startService, temporaryFolder } from '../support/service';

/** How many values each way; the short form has six of each kind, one of them long. */
const count = sized(24, 1000);

interface Row {
  key: string;
  value: Buffer;
  updated_at: string;
}

/** Values of all kinds and lengths: a block of the cipher has 16 bytes, so each remainder is there. */
function randomValues(): Map<string, string> {
  const random = pinnedRandom(0x0);
  const kinds = [
    (length: number) => randomBytes(length).toString('base64').slice(0, length),
    (length: number) => Array.from({ length }, () => String.fromCharCode(33 + random(94))).join(''),
    (length: number) => Array.from({ length }, () => String.fromCodePoint(0x1f300 + random(700))).join(''),
    (length: number) => `a${Array.from({ length }, () => 'ä\n\t "\\\0€'[random(8)] ?? '').join('')}z`,
  ];
  return new Map(
    Array.from({ length: count }, (_, index) => [
      `KEY_${index}`,
      kinds[index % kinds.length]?.(1 + random(index % 50 === 0 ? 20_000 : 200)) ?? '',
    ]),
  );
}

const bodyOf = (values: Map<string, string>) => [...values].map(([key, value]) => ({ key, value }));
const readRows = (path: string) => query<Row>(path, 'SELECT key, value, updated_at FROM secrets');

/** Puts rows as they are into the table of another program; both have the same. */
function insertRows(path: string, rows: readonly Row[]): void {
  const database = openDatabase(path);
  const insert = database.prepare('INSERT INTO secrets (key, value, updated_at) VALUES (?, ?, ?)');
  for (const { key, value, updated_at } of rows) insert.run(key, value, updated_at);
  database.close();
}

it(
  'O: what is written here is read by a real Phoenix, and the other way',
  async () => {
    const values = randomValues();

    // Written by Phoenix, read here.
    const first = await startPhoenix({ cleanup: onTestFinished });
    const answer = await fetch(`${first.url}/v1/secrets`, {
      method: 'PUT',
      headers: { authorization: `Bearer ${phoenixAdminSecret}`, 'content-type': 'application/json' },
      body: JSON.stringify({ secrets: bodyOf(values) }),
    });
    expect(answer.status).toBe(200);
    await first.stop();
    const theirs = readRows(first.database);
    const settings = { dataFolder: join(temporaryFolder(), 'data') };
    await (await startService({ settings })).dispose();
    insertRows(join(settings.dataFolder, 'secrets.db'), theirs);
    const reading = await startService({ settings });
    const { rows } = await callAsWindow<{ rows: { unreadable: string | null }[] }>(reading, 'secrets.list', {
      after: null,
      limit: 1000,
    });
    await reading.dispose();
    const key = await deriveKey(phoenixSecret);
    const readHere = theirs.filter((row) => decrypt(key, row.value)?.toString() === values.get(row.key));
    const listed = rows.filter(({ unreadable }) => unreadable === null);

    // Written here, read by Phoenix: by the server, which tells only that it can, and by its cipher, which tells the value.
    const writing = await startService();
    const client = new Client(writing.url, adminSecret);
    expect(await client.put(bodyOf(values))).toBe(200);
    client.close();
    await writing.dispose();
    const ours = readRows(join(writing.folder, 'secrets.db'));
    const emptied = openDatabase(first.database);
    emptied.exec('DELETE FROM secrets');
    emptied.close();
    insertRows(first.database, ours);
    const second = await startPhoenix({ folder: first.folder, cleanup: onTestFinished });
    const graphql = await fetch(`${second.url}/graphql`, {
      method: 'POST',
      headers: { authorization: `Bearer ${phoenixAdminSecret}`, 'content-type': 'application/json' },
      body: JSON.stringify({
        query: `{ secrets(first: ${count}) { edges { node { key value { __typename } } } } }`,
      }),
    });
    interface Answer {
      data: { secrets: { edges: { node: { key: string; value: { __typename: string } } }[] } };
    }
    const { data } = (await graphql.json()) as Answer;
    await second.stop();
    const readThere = data.secrets.edges.filter(({ node }) => node.value.__typename === 'DecryptedSecret');
    const program = [
      'import json, sys, base64',
      'from phoenix.server.encryption import EncryptionService',
      'from pydantic import SecretStr',
      `cipher = EncryptionService(SecretStr(${JSON.stringify(phoenixSecret)}))`,
      'rows = json.load(sys.stdin)',
      'print(json.dumps({k: cipher.decrypt(base64.b64decode(v)).decode() for k, v in rows.items()}))',
    ].join('\n');
    const input = JSON.stringify(
      Object.fromEntries(ours.map((row) => [row.key, row.value.toString('base64')])),
    );
    const python = spawnSync(second.python, ['-c', program], {
      input,
      encoding: 'utf8',
      maxBuffer: 2 ** 26,
    });
    const decrypted = JSON.parse(python.stdout || '{}') as Record<string, string>;
    const sameThere = [...values].filter(([name, value]) => decrypted[name] === value);

    const counts = {
      'read here': readHere.length,
      'listed here': listed.length,
      'read by its server': readThere.length,
      'read by its cipher': sameThere.length,
    };
    const faults = Object.values(counts).reduce((sum, each) => sum + count - each, 0);
    record('O', { attempts: 2 * count, faults, measured: counts });
    expect(counts).toEqual({
      'read here': count,
      'listed here': count,
      'read by its server': count,
      'read by its cipher': count,
    });
  },
  proofTimeout,
);
