import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startWithPeople, type ServiceWithPeople } from '../support/people';
import { query } from '../support/database';
import { adminSecret, put } from '../support/service';

interface Recorded {
  readonly name: string;
  readonly as: string | null;
  readonly contentType: string;
  readonly body: string;
  readonly status: number;
  readonly answerType: string;
  readonly answer: unknown;
}

const recorded = JSON.parse(
  readFileSync(join(import.meta.dirname, '../fixtures/put-secrets.recorded.json'), 'utf8'),
) as Recorded[];

/** Where this program differs from the recording on purpose. */
const different: Record<string, Pick<Recorded, 'status' | 'answerType' | 'answer'>> = {
  // In the order of the request, not reversed.
  'create two': {
    status: 200,
    answerType: 'application/json',
    answer: { data: { upserted_keys: ['OPENAI_API_KEY', 'ANTHROPIC_API_KEY'], deleted_keys: [] } },
  },
  // System keys may, as the message of the 403 says.
  'system key': {
    status: 200,
    answerType: 'application/json',
    answer: { data: { upserted_keys: ['BY_SYSTEM'], deleted_keys: [] } },
  },
  // 401 before the body is read.
  'nobody, bad body': { status: 401, answerType: 'text/plain; charset=utf-8', answer: 'Invalid token' },
};

/** A 422 never repeats the request. */
function withoutInput(answer: unknown): unknown {
  if (typeof answer !== 'object' || answer === null || !('detail' in answer)) return answer;
  const detail = (answer.detail as Record<string, unknown>[]).map(({ input: _input, ...rest }) => rest);
  return { detail };
}

describe('PUT /v1/secrets answers what a Phoenix server answered', () => {
  it('knows all 37 requests', () => {
    expect(recorded).toHaveLength(37);
    expect(Object.keys(different).every((name) => recorded.some((request) => request.name === name))).toBe(
      true,
    );
  });

  let service: ServiceWithPeople;
  beforeAll(async () => {
    service = await startWithPeople({ cleanup: afterAll });
  });

  it.each(recorded)('$name', async ({ name, as, contentType, body, ...expected }) => {
    const before = storedRows(service.folder);
    const answer = await put(service.url, body, { token: tokenOf(as, service), type: contentType });
    const { status, answerType, answer: content } = different[name] ?? expected;
    expect(answer.status).toBe(status);
    expect(answer.headers.get('content-type')).toBe(answerType);
    const given: unknown = answerType === 'application/json' ? JSON.parse(answer.text) : answer.text;
    expect(given).toEqual(withoutInput(content));
    expect(answer.headers.get('x-phoenix-server-version')).toBe('20.26.1');
    if (status !== 200) expect(storedRows(service.folder)).toEqual(before);
  });
});

function tokenOf(as: string | null, { keys }: ServiceWithPeople): string | null {
  switch (as) {
    case null:
      return null;
    case '!nope':
      return 'nope';
    case 'admin_secret':
      return adminSecret;
    case 'admin_key':
      return keys.ADMIN;
    case 'marta_key':
      return keys.MEMBER;
    case 'vera_key':
      return keys.VIEWER;
    case 'system_key':
      return keys.SYSTEM;
    default:
      throw new Error(`The recording has a caller that this test does not know: ${as}`);
  }
}

function storedRows(folder: string): unknown[] {
  return query(join(folder, 'secrets.db'), 'SELECT * FROM secrets ORDER BY key');
}
