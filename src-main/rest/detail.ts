import * as z from 'zod';
import type { InputIssue } from '../../src-shared/errors';
import { maxEntriesPerRequest } from '../../src-shared/rules';
import type { JsonFault } from './json-fault';

/** One entry of a 422's `detail`, as a Phoenix server writes it but without `input`, which echoes the request. */
export const detailSchema = z.object({
  type: z.string(),
  loc: z.array(z.union([z.string(), z.int()])),
  msg: z.string(),
  ctx: z.record(z.string(), z.unknown()).exactOptional(),
});
export type Detail = Readonly<z.infer<typeof detailSchema>>;

export function jsonDetail({ position, message }: JsonFault): Detail {
  return { type: 'json_invalid', loc: ['body', position], msg: 'JSON decode error', ctx: { error: message } };
}

/** Translates a broken rule of the contract into pydantic's terms. */
export function issueDetail({ path, rule }: InputIssue): Detail {
  return { loc: ['body', ...path], ...termsOf(rule, path.length > 0) };
}

function termsOf(rule: string, isEntry: boolean): Omit<Detail, 'loc'> {
  switch (rule) {
    case 'required':
      return { type: 'missing', msg: 'Field required' };
    case 'string':
      return { type: 'string_type', msg: 'Input should be a valid string' };
    case 'array':
      return { type: 'list_type', msg: 'Input should be a valid list' };
    case 'object':
      return isEntry
        ? {
            type: 'model_type',
            msg: 'Input should be a valid dictionary or instance of SecretKeyValue',
            ctx: { class_name: 'SecretKeyValue' },
          }
        : {
            type: 'model_attributes_type',
            msg: 'Input should be a valid dictionary or object to extract fields from',
          };
    case 'list_too_long':
      return {
        type: 'too_long',
        msg: `List should have at most ${maxEntriesPerRequest} items after validation`,
        ctx: { field_type: 'List', max_length: maxEntriesPerRequest },
      };
    default:
      return { type: 'value_error', msg: `Value error, ${sentenceOf(rule)}`, ctx: { error: {} } };
  }
}

function sentenceOf(rule: string): string {
  switch (rule) {
    case 'list_empty':
      return 'At least one secret is required';
    case 'key_empty':
      return 'Key cannot be empty';
    case 'key_starts_with_digit':
    case 'key_hyphen':
    case 'key_character':
      return 'Key must start with a letter or underscore and contain only letters, digits, and underscores';
    case 'value_empty':
      return 'Value cannot be empty';
    case 'value_not_unicode':
      return 'Value must be valid Unicode text';
    default:
      return 'Input breaks a rule';
  }
}
