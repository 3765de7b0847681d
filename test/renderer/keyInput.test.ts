import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readEnvLine } from '../../src-renderer/secrets/envLine';
import { normalizeKeyField, pastedKey } from '../../src-renderer/secrets/keyInput';

describe('normalizeKeyField', () => {
  it('makes capitals and underscores and leaves everything else', () => {
    expect(normalizeKeyField('openai api key')).toBe('OPENAI_API_KEY');
    expect(normalizeKeyField('2nd-kéy')).toBe('2ND-KéY');
  });

  it('does not touch the value of a pasted line', () => {
    expect(normalizeKeyField('openai_key=sk aBc')).toBe('OPENAI_KEY=sk aBc');
    expect(normalizeKeyField('export key="aB"')).toBe('export KEY="aB"');
  });

  it('never changes the length, so the caret stays', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(normalizeKeyField(text)).toHaveLength(text.length);
      }),
    );
  });
});

describe('pastedKey', () => {
  it('takes the one line that says something, without the space around it', () => {
    expect(pastedKey('  OPENAI_API_KEY\n')).toBe('OPENAI_API_KEY');
    expect(pastedKey('\r\n\tA B\r\nC')).toBe('A B');
    expect(pastedKey(' \n ')).toBe('');
    expect(pastedKey('KEY="a"\n')).toBe('KEY="a"');
  });

  it.each(['KEY="one\r\ntwo \\"$3\\\\"', "export KEY='one\ntwo\\n'\n"])(
    'keeps one assignment whose value has line breaks whole, in one line: %j',
    (text) => {
      const pasted = pastedKey(text);
      expect(pasted).not.toMatch(/[\r\n]/);
      expect(readEnvLine(pasted)).toEqual(readEnvLine(text));
      expect(readEnvLine(pasted)?.value).toContain('\n');
    },
  );
});
