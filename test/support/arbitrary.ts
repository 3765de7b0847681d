import fc from 'fast-check';

/** Any value at all, those that no JSON has too. */
export const oddValue = fc.anything({
  withBigInt: true,
  withDate: true,
  withMap: true,
  withSet: true,
  withTypedArray: true,
  withSparseArray: true,
  withNullPrototype: true,
  withObjectString: true,
  key: fc.oneof(fc.string(), fc.constantFrom('__proto__', 'constructor', 'toString', 'then', 'length')),
  maxDepth: 3,
});

interface Schema {
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
}

const secretField = /^(value|password|.*Password|secret|token|text|.*Secret)$/;

/**
 * Inputs for a JSON schema: some that fit it, some with one part replaced by anything, left out or added, some that are
 * anything at all. Where a secret may stand, its text holds the canary.
 */
export function arbitraryFor(schema: unknown, canary: string): fc.Arbitrary<unknown> {
  const fitting = fit(schema as Schema, canary, '');
  const nearly = fc.tuple(fitting, oddValue, fc.nat(), fc.constantFrom('replace', 'drop', 'add'));
  return fc.oneof(
    { weight: 4, arbitrary: fitting },
    { weight: 3, arbitrary: nearly.map(([value, odd, at, how]) => spoil(value, odd, at, how)) },
    { weight: 1, arbitrary: oddValue },
  );
}

function fit(schema: Schema, canary: string, field: string): fc.Arbitrary<unknown> {
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum) return fc.constantFrom(...schema.enum);
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices) return fc.oneof(...choices.map((each) => fit(each, canary, field)));
  switch (schema.type) {
    case 'object': {
      const fields = Object.entries(schema.properties ?? {});
      const model = Object.fromEntries(fields.map(([name, part]) => [name, fit(part, canary, name)]));
      return fc.record(model, { requiredKeys: schema.required ? [...schema.required] : [] });
    }
    case 'array': {
      // A list whose entries only the service checks: those of a request to store something.
      const entry =
        schema.items?.type || schema.items?.anyOf ? fit(schema.items, canary, field) : storedEntry(canary);
      return fc.array(entry, { maxLength: 5 });
    }
    case 'string':
      return textOf(schema, canary, field);
    case 'integer':
    case 'number':
      return fc.integer({
        min: Math.max(schema.minimum ?? -10, -(2 ** 31)),
        max: Math.min(schema.maximum ?? 1000, 2 ** 31),
      });
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    default:
      return oddValue;
  }
}

const storedEntry = (canary: string) =>
  fc.record({
    key: fc.oneof(fc.stringMatching(/^[A-Z_][A-Z0-9_]{0,5}$/), fc.string()),
    value: fc.option(fc.string().map((text) => canary + text)),
  });

function textOf({ pattern, maxLength = 40 }: Schema, canary: string, field: string): fc.Arbitrary<string> {
  const length = { maxLength: Math.min(maxLength, 40) };
  if (secretField.test(field))
    return fc
      .string({ maxLength: Math.max(0, length.maxLength - canary.length) })
      .map((text) => canary + text);
  return fc.oneof(
    fc.string(length),
    fc.string({ ...length, unit: 'binary' }),
    fc.constantFrom('1', '2', '3', 'admin@localhost', 'admin', 'KEY', '', ' ', '__proto__'),
    fc.emailAddress(),
    ...(pattern ? [fc.stringMatching(new RegExp(pattern))] : []),
  );
}

/** One part of a value, somewhere in it, replaced, left out or added. */
function spoil(value: unknown, odd: unknown, at: number, how: string): unknown {
  if (typeof value !== 'object' || value === null) return odd;
  const keys = Object.keys(value);
  const key = keys[at % Math.max(1, keys.length)];
  const copy = (Array.isArray(value) ? [...(value as unknown[])] : { ...value }) as Record<string, unknown>;
  if (how === 'add' || key === undefined) copy['extra'] = odd;
  else if (how === 'drop') Reflect.deleteProperty(copy, key);
  else copy[key] = at % 3 === 0 ? spoil(copy[key], odd, at >> 2, 'replace') : odd;
  return copy;
}
