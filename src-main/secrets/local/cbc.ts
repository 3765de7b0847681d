import { createCipheriv, type KeyObject } from 'node:crypto';

export const blockBytes = 16;

/**
 * AES-128-CBC with PKCS#7 for many short texts under one key. A cipher object costs more than the encryption
 * of a secret, so one goes on for all: CBC mixes the previous cipher block into the next plain one, and
 * mixing that in once more takes it out again, after which the text's own IV is mixed in. What comes out is
 * what a new cipher object with that IV gives.
 */
export class CbcEncryptor {
  readonly #cipher: ReturnType<typeof createCipheriv>;
  readonly #previous = Buffer.alloc(blockBytes);

  constructor(key: KeyObject) {
    this.#cipher = createCipheriv('aes-128-cbc', key, this.#previous).setAutoPadding(false);
  }

  encrypt(text: string, iv: Buffer): Buffer {
    const bytes = Buffer.byteLength(text);
    const padding = blockBytes - (bytes % blockBytes);
    const plain = Buffer.allocUnsafe(bytes + padding);
    plain.write(text, 'utf8');
    plain.fill(padding, bytes);
    for (let index = 0; index < blockBytes; index += 1) {
      plain[index] = (plain[index] ?? 0) ^ (iv[index] ?? 0) ^ (this.#previous[index] ?? 0);
    }
    const encrypted = this.#cipher.update(plain);
    plain.fill(0);
    encrypted.copy(this.#previous, 0, encrypted.length - blockBytes);
    return encrypted;
  }
}
