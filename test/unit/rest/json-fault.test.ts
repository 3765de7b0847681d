import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findJsonFault } from '../../../src-main/rest/json-fault';

// Recorded from Python 3.11, which Phoenix answers with.
const recorded: [text: string, position: number, message: string][] = [
  ['{bad', 1, 'Expecting property name enclosed in double quotes'],
  ['{"a":}', 5, 'Expecting value'],
  ['{"secrets":[1,]}', 14, 'Expecting value'],
  ['[1,2', 4, "Expecting ',' delimiter"],
  ['[', 1, 'Expecting value'],
  ['"abc', 0, 'Unterminated string starting at'],
  ['nul', 0, 'Expecting value'],
  ['{"a" 1}', 5, "Expecting ':' delimiter"],
  ['{"a":1 "b":2}', 7, "Expecting ',' delimiter"],
  ['{"a":1,}', 7, 'Expecting property name enclosed in double quotes'],
  ['{} x', 3, 'Extra data'],
  [' ', 1, 'Expecting value'],
  ['\n', 1, 'Expecting value'],
  ['{"secrets":[{"key":"K","value":"a\nb"}]}', 33, 'Invalid control character at'],
  ['{"secrets":[{"key":"K","value":"a\\xb"}]}', 33, 'Invalid \\escape'],
  ['{"secrets":[{"key":"K","value":"a\\u12"}]}', 34, 'Invalid \\uXXXX escape'],
  ['{"secrets":01}', 12, "Expecting ',' delimiter"],
  ['{"secrets":1.}', 12, "Expecting ',' delimiter"],
  ['{"secrets":-}', 11, 'Expecting value'],
  ["{'a':1}", 1, 'Expecting property name enclosed in double quotes'],
  ['{"a":tru}', 5, 'Expecting value'],
  ['{"a":"\\', 5, 'Unterminated string starting at'],
  ['{"a":"\\u', 7, 'Invalid \\uXXXX escape'],
  ['{"a":"\0"}', 6, 'Invalid control character at'],
  ['{"secrets":[{"key":"K","value":"1111111111"}', 44, "Expecting ',' delimiter"],
  ['["🔑" 1]', 5, "Expecting ',' delimiter"],
];

describe('the fault of a text that is not JSON', () => {
  it.each(recorded)('%j', (text, position, message) => {
    expect(() => JSON.parse(text) as unknown).toThrow();
    expect(findJsonFault(text)).toEqual({ position, message });
  });

  it('is found in a million brackets', () => {
    expect(findJsonFault('['.repeat(1_000_000))).toEqual({ position: 1_000_000, message: 'Expecting value' });
  });

  it('is found in any text that JSON.parse refuses', () => {
    const piece = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '"',
      '"a"',
      '\\',
      'u00',
      '1',
      '-',
      '.5',
      'e',
      ' ',
      'null',
      'NaN',
      '🔑',
      '\u0001',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const text = pieces.join('');
        try {
          JSON.parse(text);
          return;
        } catch {
          const { position } = findJsonFault(text);
          expect(position).toBeGreaterThanOrEqual(0);
          expect(position).toBeLessThanOrEqual(Array.from(text).length);
        }
      }),
      { numRuns: 20_000, seed: 3 },
    );
  });
});
