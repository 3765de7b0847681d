/** A piece of the example; `look` is how it is drawn. */
export interface CodePiece {
  readonly text: string;
  readonly look?: 'strong' | 'string';
}

/**
 * The call that stores a secret from a terminal of this machine, with the API key in `PHOENIX_API_KEY`.
 * @param url where this machine's endpoint takes it
 */
export function curlExample(url: string): readonly CodePiece[] {
  return [
    { text: 'curl -X PUT ' },
    { text: url, look: 'strong' },
    { text: ' \\\n  -H ' },
    { text: '"Authorization: Bearer $PHOENIX_API_KEY"', look: 'string' },
    { text: ' \\\n  -H ' },
    { text: '"Content-Type: application/json"', look: 'string' },
    { text: ' \\\n  -d ' },
    { text: `'{"secrets":[{"key":"OPENAI_API_KEY","value":"…"}]}'`, look: 'string' },
  ];
}
