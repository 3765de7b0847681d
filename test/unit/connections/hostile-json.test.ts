import fc from 'fast-check';
import { expect, it } from 'vitest';
import { askAbout, askAnonymously } from '../../../src-main/connections/about';
import { readGraphql } from '../../../src-main/connections/graphql';
import type { HttpAnswer } from '../../../src-main/connections/transport';
import { AppError } from '../../../src-shared/errors';

// Threat 25: whatever a server answers, it is a value of the right form or a coded failure.
const field = fc.constantFrom(
  'data',
  'errors',
  'message',
  'viewer',
  'id',
  'username',
  'role',
  'name',
  'auth_method',
  'password_needs_reset',
  '__proto__',
  'constructor',
);
const json = fc.letrec((again) => ({
  leaf: fc.oneof(
    fc.constantFrom<unknown>(null, true, 0, -1e308, 'ADMIN', 'ANONYMOUS', 'VXNlcjoy', [], {}),
    fc.string(),
  ),
  node: fc.oneof(
    { maxDepth: 4 },
    again('leaf'),
    fc.array(again('node'), { maxLength: 3 }),
    fc
      .array(fc.tuple(field, again('node')), { maxLength: 5 })
      .map((entries) => Object.fromEntries(entries) as unknown),
  ),
})).node;
const body = fc.oneof(
  json.map((value) => JSON.stringify(value)),
  json.map((value) => JSON.stringify({ data: value })),
  fc.constant('{"data":{"__proto__":{"polluted":1},"viewer":{"__proto__":{"polluted":1}}}}'),
  fc.string(),
);
const type = fc.constantFrom('application/json', 'application/json; charset=utf-8', 'text/html', 'x', '');
const answer = fc.record({
  status: fc.constantFrom(200, 201, 204, 400, 403, 404, 413, 422),
  body: body.map((text) => new TextEncoder().encode(text)),
  headers: fc
    .tuple(type, fc.constantFrom('20.26.1', '', '9'.repeat(99)))
    .map(
      ([contentType, version]) =>
        new Headers({ 'content-type': contentType, 'x-phoenix-server-version': version }),
    ),
  latencyMs: fc.constant(1),
});

it('no answer brings anything else about than a value or a coded failure', { timeout: 120_000 }, async () => {
  const asking = async (given: HttpAnswer) => {
    const ask = () => Promise.resolve(given);
    const asked = [() => askAbout(ask, ask), () => askAnonymously(ask), async () => readGraphql(given)];
    for (const one of asked) {
      const outcome: unknown = await one().catch((error: unknown) => error);
      if (outcome instanceof Error) expect(outcome).toBeInstanceOf(AppError);
    }
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  };
  await fc.assert(fc.asyncProperty(answer, asking), { numRuns: 20_000, seed: 25 });
});
