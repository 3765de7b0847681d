import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countEnvLines, readEnvLine, readEnvLineInValue } from '../../src-renderer/secrets/envLine';

describe('readEnvLine', () => {
  it.each([
    ['OPENAI_API_KEY=sk-abc', 'OPENAI_API_KEY', 'sk-abc'],
    ['  export OPENAI_API_KEY="sk-abc"\n', 'OPENAI_API_KEY', 'sk-abc'],
    ["openai_api_key='sk abc'", 'OPENAI_API_KEY', 'sk abc'],
    ['KEY = value with spaces  # a note', 'KEY', 'value with spaces'],
    ['KEY=a#b', 'KEY', 'a#b'],
    ['KEY=a=b==', 'KEY', 'a=b=='],
    ['KEY="a\\nb \\"c\\" \\\\d"', 'KEY', 'a\nb "c" \\d'],
    ["KEY='a\\nb'", 'KEY', 'a\\nb'],
    ['KEY="-----BEGIN\nabc\n-----END"', 'KEY', '-----BEGIN\nabc\n-----END'],
    ['KEY="a" # b', 'KEY', 'a'],
  ])('reads %j', (text, key, value) => {
    expect(readEnvLine(text)).toEqual({ key, value });
  });

  it.each([
    '',
    'KEY',
    'KEY=',
    'KEY=""',
    'KEY="open',
    'A=1\nB=2',
    '2KEY=a',
    'MY-KEY=a',
    'Zm9vYg==',
    'https://a.example/?b=c',
    '{"a":"b=c"}',
  ])('leaves %j alone', (text) => {
    expect(readEnvLine(text)).toBeNull();
  });

  it('gives back any value that was put in double quotes', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), (value) => {
        fc.pre(!/^=+$/.test(value));
        const quoted = value.replace(/[\\"$]/g, (letter) => `\\${letter}`);
        expect(readEnvLine(`KEY="${quoted}"`)?.value).toBe(value);
      }),
    );
  });
});

describe('readEnvLineInValue', () => {
  it('offers only what is plainly an assignment', () => {
    expect(readEnvLineInValue('OPENAI_ORG=org-1')?.key).toBe('OPENAI_ORG');
    expect(readEnvLineInValue('export openai_org=org-1')?.key).toBe('OPENAI_ORG');
    expect(readEnvLineInValue('abc=def')).toBeNull();
    expect(readEnvLineInValue('A=b')).toBeNull();
    expect(readEnvLineInValue('postgres://a?b=c')).toBeNull();
  });
});

describe('countEnvLines', () => {
  it.each([
    ['A=1\nB=2', 2],
    ['# of prod\nHF_TOKEN=a\r\n\nexport OPENAI_API_KEY="b"\n', 2],
    ['A=1', 0],
    ['A="x\nB=2"', 0],
    ['A=1\nno assignment', 0],
    ['-----BEGIN KEY-----\nabc==\n-----END KEY-----', 0],
    ['{\n"a": "b=c"\n}', 0],
    ['YWJj\nZGVm=\n', 0],
    ['', 0],
  ])('%j: %i', (text, count) => {
    expect(countEnvLines(text)).toBe(count);
  });
});
