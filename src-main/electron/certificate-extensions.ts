/** What node:crypto does not tell of a certificate, read from its DER form (RFC 5280). */
export interface CertificateFacts {
  /** The object identifier of its signature's algorithm, in hexadecimal. */
  readonly signature: string;
  /** How many certificate authorities may stand between it and the server; null: any number. */
  readonly pathLength: number | null;
  /** Its critical extensions, by object identifier in hexadecimal: whoever does not know one has to refuse. */
  readonly critical: readonly string[];
  /** Whether it says for which names its holder may issue certificates. */
  readonly nameConstraints: boolean;
}

export const oid = {
  basicConstraints: '551d13',
  keyUsage: '551d0f',
  extendedKeyUsage: '551d25',
  subjectAltName: '551d11',
  certificatePolicies: '551d20',
  nameConstraints: '551d1e',
} as const;

interface Element {
  readonly tag: number;
  readonly content: Buffer;
}

const tags = { boolean: 0x01, integer: 0x02, objectIdentifier: 0x06, extensions: 0xa3 } as const;

/** @throws when the bytes are no certificate */
export function certificateFacts(der: Buffer): CertificateFacts {
  const [certificate] = elements(der);
  const [signed, algorithm] = elements(certificate?.content);
  const [signature] = elements(algorithm?.content);
  if (!signed || signature?.tag !== tags.objectIdentifier) throw new Error('not a certificate');
  const [extensions] = elements(
    elements(signed.content).find(({ tag }) => tag === tags.extensions)?.content ?? Buffer.alloc(0),
  );
  const found = elements(extensions?.content ?? Buffer.alloc(0)).map(({ content }) => extension(content));
  const constraints = found.find(({ id }) => id === oid.basicConstraints);
  const [inside] = elements(constraints?.value ?? Buffer.alloc(0));
  const length = elements(inside?.content ?? Buffer.alloc(0)).find(({ tag }) => tag === tags.integer);
  return {
    signature: signature.content.toString('hex'),
    pathLength: length ? length.content.readUIntBE(0, Math.min(length.content.length, 6)) : null,
    critical: found.filter(({ critical }) => critical).map(({ id }) => id),
    nameConstraints: found.some(({ id }) => id === oid.nameConstraints),
  };
}

function extension(bytes: Buffer): { id: string; critical: boolean; value: Buffer } {
  const parts = elements(bytes);
  const [id, second] = parts;
  const value = parts.at(-1);
  if (id?.tag !== tags.objectIdentifier || !value) throw new Error('not an extension');
  return {
    id: id.content.toString('hex'),
    critical: second?.tag === tags.boolean && second.content[0] !== 0,
    value: value.content,
  };
}

/** What stands in a row in DER: tag, length, content. Tags and lengths of more than four bytes do not occur here. */
function elements(bytes: Buffer | undefined): Element[] {
  if (!bytes) throw new Error('not a certificate');
  const found: Element[] = [];
  for (let at = 0; at < bytes.length;) {
    const tag = bytes.readUInt8(at);
    let length = bytes.readUInt8(at + 1);
    let start = at + 2;
    if (length >= 0x80) {
      const size = length - 0x80;
      // 0 is an open end: BER has it and DER has not, and another reader would end it elsewhere.
      if (size === 0 || size > 4) throw new Error('not a length');
      length = bytes.readUIntBE(start, size);
      start += size;
    }
    if (start + length > bytes.length) throw new Error('cut off');
    found.push({ tag, content: bytes.subarray(start, start + length) });
    at = start + length;
  }
  return found;
}
