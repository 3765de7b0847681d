import * as z from 'zod';
import { contract, putEntry } from '../../src-shared/contract';
import { maxBodyBytes } from './body';
import { contractVersion } from './contract-version';
import { detailSchema } from './detail';
import { putSecretsAnswer } from './put-secrets';

const text = (description: string) => ({
  description,
  content: { 'text/plain': { schema: { type: 'string' } } },
});

const faultSchema = z.object({ detail: z.array(detailSchema) });

/** Describes the endpoint; the body comes from the schema that the guard checks it with. */
export function openApiDocument(appVersion: string): unknown {
  const body = jsonSchema(contract.secrets.put.input, 'input') as { properties: { secrets: object } };
  // The list is checked before its entries, so of itself it says nothing of them.
  const secrets = { ...body.properties.secrets, items: describedEntry() };
  return {
    openapi: '3.1.0',
    info: {
      title: 'Phoenix Secrets',
      version: appVersion,
      description: `The part of the REST API of Arize Phoenix ${contractVersion} that this program serves.`,
    },
    paths: {
      '/v1/secrets': {
        put: {
          operationId: 'upsertOrDeleteSecrets',
          summary: 'Upsert or delete secrets',
          description:
            'Stores each entry with a string and deletes each entry with null, all in one transaction. ' +
            'Of equal keys the last one counts. White space around keys and values is removed. ' +
            `Values are never returned. At most ${maxBodyBytes} bytes.`,
          security: [{ Bearer: [] }],
          requestBody: {
            required: true,
            content: {
              'application/json': {
                schema: {
                  type: 'object',
                  properties: { secrets },
                  required: ['secrets'],
                },
              },
            },
          },
          responses: {
            '200': {
              description: 'Stored. The keys stand in the order of the request.',
              content: { 'application/json': { schema: jsonSchema(putSecretsAnswer, 'output') } },
            },
            '400': text('The request cannot be read.'),
            '401': text('`Invalid token` or `Expired token`.'),
            '403': text('The role is not allowed to, or the request comes from a web page.'),
            '413': text('The body is too large.'),
            '422': {
              description: 'The body breaks a rule. Nothing was stored.',
              content: { 'application/json': { schema: jsonSchema(faultSchema, 'output') } },
            },
            '500': text('`Internal server error`'),
            '503': text('The program is ending, or cannot get its encryption key. Nothing was stored.'),
            '507': text('The storage is full, locked or read-only. Nothing was stored.'),
          },
        },
      },
      '/healthz': {
        get: {
          operationId: 'healthz',
          summary: 'Whether requests are served',
          responses: { '200': text('`OK`') },
        },
      },
      '/openapi.json': {
        get: {
          operationId: 'openapi',
          summary: 'This document',
          responses: {
            '200': {
              description: 'OpenAPI 3.1',
              content: { 'application/json': { schema: { type: 'object' } } },
            },
          },
        },
      },
    },
    components: { securitySchemes: { Bearer: { type: 'http', scheme: 'bearer' } } },
  };
}

/** What is removed around keys and values, as a class of a pattern; what Python's `str.strip()` removes. */
const space = String.raw`\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000`;

/** One entry of a request; the rules that are checked after the white space was removed are given as patterns. */
function describedEntry(): unknown {
  const entry = jsonSchema(putEntry, 'input') as { properties: { key: object; value: object } };
  const key = { ...entry.properties.key, pattern: `^[${space}]*[A-Za-z_][A-Za-z0-9_]*[${space}]*$` };
  const value = { ...entry.properties.value, pattern: `[^${space}]` };
  return { ...entry, properties: { ...entry.properties, key, value } };
}

function jsonSchema(schema: z.ZodType, io: 'input' | 'output'): unknown {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' });
  return rest;
}
