import type { Page } from '@playwright/test';
import type {
  ConnectionDraft,
  ConnectionRow,
  PutSecretsOutput,
  SecretPage,
} from '../../../src-shared/contract';
import { apiKey } from '../../support/hostile/phoenix';
import { call, type Answer } from './bridge';
import { expect } from './test';

/** A connection by API key that nobody has yet. */
export function draftOf(url: string, more: Partial<ConnectionDraft> = {}): ConnectionDraft {
  return {
    id: null,
    name: `at ${url}`,
    url,
    allowHttp: false,
    caFile: null,
    label: 'none',
    signIn: 'api_key',
    apiKey,
    email: null,
    password: null,
    ...more,
  };
}

/** Stores a connection past the pages and makes the window work on it; gives its id. */
export async function connectTo(
  page: Page,
  url: string,
  more: Partial<ConnectionDraft> = {},
): Promise<string> {
  const saved = await call<{ connection: ConnectionRow }>(page, 'connections.save', draftOf(url, more));
  expect(saved).toMatchObject({ ok: true });
  const { id } = saved.value.connection;
  expect(await call(page, 'connections.open', { id })).toMatchObject({ ok: true });
  return id;
}

export const discover = (page: Page, url: string, caFile: string | null = null): Promise<Answer> =>
  call(page, 'connections.discover', { url, allowHttp: false, caFile });

export const listRemote = (
  page: Page,
  limit = 100,
  after: string | null = null,
): Promise<Answer<SecretPage>> => call(page, 'secrets.list', { after, limit });

export const putRemote = (
  page: Page,
  entries: Readonly<Record<string, string | null>>,
): Promise<Answer<PutSecretsOutput>> =>
  call(page, 'secrets.put', { secrets: Object.entries(entries).map(([key, value]) => ({ key, value })) });
