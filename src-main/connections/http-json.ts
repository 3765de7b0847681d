import type * as z from 'zod';
import type { AppError } from '../../src-shared/errors';
import { badAnswer, notPhoenix } from './faults';
import type { HttpAnswer } from './transport';

const versionHeader = 'x-phoenix-server-version';

/** The version that a Phoenix server tells with every answer; null when there is none that looks like one. */
export function phoenixVersion(headers: Headers): string | null {
  const version = headers.get(versionHeader) ?? '';
  return /^\d[0-9A-Za-z.+-]{0,39}$/.test(version) ? version : null;
}

/** By its content type. */
export function isJson({ headers }: HttpAnswer): boolean {
  return /^application\/(?:[a-z0-9.-]+\+)?json *(?:;|$)/i.test(headers.get('content-type') ?? '');
}

/** By its content type. */
export function isHtml({ headers }: HttpAnswer): boolean {
  return /^text\/html *(?:;|$)/i.test(headers.get('content-type') ?? '');
}

/**
 * Throws `not_phoenix` for what no Phoenix server says. One of those says its version with every answer, also where an
 * older one answers an unknown path with its web page and 200.
 */
export function refuseStranger(answer: HttpAnswer): void {
  if (phoenixVersion(answer.headers) === null) throw strange(answer);
}

function strange(answer: HttpAnswer): AppError {
  return notPhoenix(isHtml(answer) ? 'html' : 'other');
}

/** Reads JSON by a schema. Throws `not_phoenix` for another content type, `bad_answer` for another form. */
export function readJson<T>(answer: HttpAnswer, schema: z.ZodType<T>): T {
  if (!isJson(answer)) throw strange(answer);
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(answer.body));
  } catch {
    throw badAnswer('shape');
  }
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw badAnswer('shape');
  return parsed.data;
}

/** The body as a form is sent. */
export function formBody(fields: Readonly<Record<string, string>>): string {
  return new URLSearchParams(fields).toString();
}
