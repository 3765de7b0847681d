/** Writes bytes as a token's text: base64url with padding. */
export function encodeToken(bytes: Buffer): Buffer {
  const text = bytes.toString('base64url');
  return Buffer.from(text.padEnd(Math.ceil(text.length / 4) * 4, '='), 'latin1');
}

// Together with a length that is a multiple of 4; a group that repeats would overflow the stack on megabytes.
const canonical = /^[A-Za-z0-9_-]*={0,2}$/;

/**
 * Reads a token's text; null when it is not base64. What Python's `base64.urlsafe_b64decode` reads is read
 * here too, since a row that Phoenix can decrypt must not count as damaged: it skips characters outside the
 * alphabet, takes `+/` beside `-_`, and stops after the padding.
 */
export function decodeToken(token: Buffer): Buffer | null {
  const text = token.toString('latin1');
  if (text.length % 4 === 0 && canonical.test(text)) return Buffer.from(text, 'base64url');
  let digits = '';
  let pads = 0;
  for (const character of text) {
    if (character === '=') {
      if (digits.length % 4 < 2) continue;
      pads += 1;
      if ((digits.length % 4) + pads >= 4) return Buffer.from(digits, 'base64url');
    } else if (/[A-Za-z0-9+/_-]/.test(character)) {
      digits += character;
      pads = 0;
    }
  }
  return digits.length % 4 === 0 ? Buffer.from(digits, 'base64url') : null;
}
