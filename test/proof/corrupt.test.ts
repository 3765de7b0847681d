import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { decrypt, deriveKey, keyThatFits } from '../../src-main/secrets/local/cipher';
import { openDatabase } from '../support/database';
import { fingerprint } from '../support/files';
import { pinnedRandom, proofTimeout, record, sized } from '../support/proof';
import { callAsWindow, startService, temporaryFolder } from '../support/service';

interface TokenVector {
  readonly how: string;
  readonly token: string;
  /** What Python's cryptography makes of it; null: refused. */
  readonly plaintext: string | null;
}

const vectors = JSON.parse(
  readFileSync(join(import.meta.dirname, '../fixtures/token.vectors.json'), 'utf8'),
) as { phoenixSecret: string; vectors: readonly TokenVector[] };
const mutants = sized(60, 3000);
let wrongTokens = 0;

describe('J: tokens', () => {
  it('are read and refused as a Phoenix server reads and refuses them', async () => {
    const key = await deriveKey(vectors.phoenixSecret);
    expect(vectors.vectors.length).toBeGreaterThanOrEqual(100);
    const wrong = vectors.vectors.filter(({ how, token, plaintext }) => {
      const bytes = Buffer.from(token, 'latin1');
      const read = decrypt(key, bytes)?.toString() ?? null;
      // Who made a token is found out without decrypting it, also of one that its maker padded wrongly.
      const ours = plaintext !== null || how === 'wrong padding, signed';
      return read !== plaintext || (keyThatFits(bytes, [key]) === key) !== ours;
    });
    wrongTokens = wrong.length;
    expect(wrong.map(({ how }) => how)).toEqual([]);
  });
});

/** A sound store with some pages of everything, and a WAL that is not in it yet. */
async function soundStore(folder: string): Promise<{ database: Buffer; wal: Buffer }> {
  const service = await startService({
    settings: { dataFolder: join(folder, 'sound'), phoenixSecret: null },
  });
  const secrets = Array.from({ length: 120 }, (_, index) => ({
    key: `K_${index}`,
    value: `v ${index} `.repeat(9),
  }));
  await callAsWindow(service, 'secrets.put', { secrets });
  await callAsWindow(service, 'access.createApiKey', { name: 'a key', kind: 'system', expiresInDays: null });
  const path = join(service.folder, 'secrets.db');
  const other = openDatabase(path);
  other.pragma('wal_checkpoint(PASSIVE)');
  other.close();
  await callAsWindow(service, 'secrets.put', { secrets: secrets.slice(0, 20) });
  const files = { database: readFileSync(path), wal: readFileSync(`${path}-wal`) };
  await service.dispose();
  return files;
}

type Random = (below: number) => number;
const pageBytes = 4096;

/** Each way to break a file of a database, in place. */
const ways: Record<string, (file: Buffer, random: Random) => Buffer> = {
  'bits turned': (file, random) => {
    for (let left = 1 + random(20); left > 0; left -= 1) {
      const at = random(file.length);
      file[at] = (file[at] ?? 0) ^ (1 << random(8));
    }
    return file;
  },
  'a range zeroed': (file, random) => {
    const from = random(file.length);
    return file.fill(0, from, Math.min(file.length, from + 1 + random(3 * pageBytes)));
  },
  'a range of noise': (file, random) => {
    const from = random(file.length);
    for (let at = from; at < Math.min(file.length, from + 1 + random(2 * pageBytes)); at += 1)
      file[at] = random(256);
    return file;
  },
  cut: (file, random) => file.subarray(0, random(file.length)),
  'cut at a page': (file, random) =>
    file.subarray(0, pageBytes * random(Math.floor(file.length / pageBytes))),
  'noise at its end': (file, random) => Buffer.concat([file, Buffer.alloc(1 + random(9000), random(256))]),
  'two pages swapped': (file, random) => {
    const pages = Math.max(1, Math.floor(file.length / pageBytes));
    const [a, b] = [random(pages) * pageBytes, random(pages) * pageBytes];
    const first = Buffer.from(file.subarray(a, a + pageBytes));
    file.copyWithin(a, b, b + pageBytes);
    first.copy(file, b);
    return file;
  },
  'its header changed': (file, random) => {
    for (let left = 1 + random(4); left > 0; left -= 1)
      file[random(Math.min(100, file.length))] = random(256);
    return file;
  },
  'the head of a page changed': (file, random) => {
    const page = random(Math.max(1, Math.floor(file.length / pageBytes))) * pageBytes;
    for (let left = 1 + random(6); left > 0; left -= 1) file[page + random(16)] = random(256);
    return file;
  },
};

describe('J: databases', () => {
  it(
    'that are broken in any way are opened or refused, never crash and are never replaced',
    async () => {
      const parent = temporaryFolder();
      const sound = await soundStore(parent);
      const random = pinnedRandom(0x1);
      let [opened, refused, slow] = [0, 0, 0];
      const wrong: string[] = [];
      const names = Object.keys(ways);
      for (let index = 0; index < mutants; index += 1) {
        const folder = join(parent, `mutant-${index}`);
        mkdirSync(folder, { mode: 0o700 });
        const path = join(folder, 'secrets.db');
        const how = names[index % names.length] ?? '';
        const breakIt = (file: Buffer) => ways[how]?.(Buffer.from(file), random) ?? file;
        const inWal = index % 3 === 0;
        writeFileSync(path, inWal ? sound.database : breakIt(sound.database));
        if (index % 3 !== 1) writeFileSync(`${path}-wal`, inWal ? breakIt(sound.wal) : sound.wal);
        const before = fingerprint(path);
        const began = performance.now();
        const settings = { dataFolder: folder, phoenixSecret: null };
        await startService({ settings, cleanup: () => undefined }).then(
          async (service) => {
            opened += 1;
            // Whatever is in it: each call answers, with a value or a failure of ours.
            const calls: [string, unknown][] = [
              ['secrets.list', { after: null, limit: 1000 }],
              ['settings.get', {}],
              ['secrets.put', { secrets: [{ key: 'NEW', value: 'v' }] }],
              ['secrets.delete', { keys: ['K_1'] }],
              ['access.listApiKeys', {}],
            ];
            for (const [name, input] of calls) {
              const result = await service.api.call(name, input, { kind: 'window', session: 1 });
              if (!result.ok && !result.error.code.startsWith('storage_'))
                wrong.push(`${index} ${how}: ${name} ${result.error.code}`);
            }
            await service.dispose();
          },
          (error: unknown) => {
            refused += 1;
            const failure = (error as { failure?: { code: string } }).failure;
            if (failure?.code !== 'store') wrong.push(`${index} ${how}: ${String(error)}`);
            // Refused means untouched.
            if (fingerprint(path) !== before) wrong.push(`${index} ${how}: was refused and yet changed`);
          },
        );
        if (performance.now() - began > 2000) slow += 1;
        rmSync(folder, { recursive: true });
      }
      record('J', {
        attempts: mutants + vectors.vectors.length,
        faults: wrong.length + wrongTokens,
        measured: { tokens: vectors.vectors.length, databases: mutants, refused, opened, 'over 2 s': slow },
      });
      expect(wrong).toEqual([]);
      expect(refused).toBeGreaterThan(mutants / 10);
      expect(opened).toBeGreaterThan(mutants / 10);
    },
    proofTimeout,
  );
});
