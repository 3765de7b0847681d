import Database from 'better-sqlite3';
import { createServer } from 'node:http';

// The least that could be done: `node floor-server.mjs BINDING FILE http|commit`. A bare node:http server that reads a
// body and answers it; with `commit` it also stores it, one commit at synchronous=FULL each. No check, no cipher.

const [nativeBinding, file, work] = process.argv.slice(2);
const answer = JSON.stringify({ data: { upserted_keys: ['BENCH_0_0'], deleted_keys: [] } });
const database = new Database(file, { nativeBinding });
database.pragma('journal_mode = WAL');
database.pragma('synchronous = FULL');
database.exec('CREATE TABLE IF NOT EXISTS secrets (key TEXT PRIMARY KEY, value BLOB NOT NULL)');
const upsert = database.prepare(
  'INSERT INTO secrets VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
);
// Another one each time: SQLite writes nothing, and so syncs nothing, for a row that gets what it already holds.
let stored = 0;
const token = () => String((stored += 1)).padStart(164, 'x');

const server = createServer((request, response) => {
  let body = '';
  request.on('data', (chunk) => (body += chunk));
  request.on('end', () => {
    const { secrets } = JSON.parse(body);
    if (work === 'commit') for (const { key } of secrets) upsert.run(key, token());
    response.setHeader('content-type', 'application/json');
    response.setHeader('content-length', Buffer.byteLength(answer));
    response.end(answer);
  });
});
server.listen(0, '127.0.0.1', () => process.send({ port: server.address().port }));

// Commits alone, in a loop, without any HTTP.
process.on('message', ({ seconds }) => {
  const end = performance.now() + seconds * 1000;
  let commits = 0;
  for (; performance.now() < end; commits += 1) upsert.run(`BENCH_${commits % 16}_0`, token());
  process.send({ perSecond: commits / seconds });
});
