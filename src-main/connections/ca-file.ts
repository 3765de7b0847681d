import { X509Certificate } from 'node:crypto';
import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { isAbsolute } from 'node:path';
import type { AppError } from '../../src-shared/errors';
import { brokenRule } from './faults';

const mostBytes = 1024 * 1024;
const block = /-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----/g;

/**
 * The certificates (PEM) of a file that somebody named; null for none. Throws `invalid_input` for `caFile`:
 * `ca_unreadable`, whatever is wrong with it: a window that was taken over must not learn from this which files there
 * are, nor what is in them.
 */
export async function readCaFile(path: string | null): Promise<string | null> {
  if (path === null || path === '') return null;
  const blocks = (await readText(path)).match(block) ?? [];
  if (blocks.length === 0) throw unreadable();
  try {
    // A file may hold a private key beside its certificates: only these go on.
    return blocks.map((pem) => new X509Certificate(pem).toString()).join('');
  } catch {
    throw unreadable();
  }
}

async function readText(path: string): Promise<string> {
  try {
    if (!isAbsolute(path)) throw new Error('not a whole path');
    // Opening a named pipe would wait for somebody who writes; Windows has no such flag.
    const file = await open(path, constants.O_RDONLY | ((constants.O_NONBLOCK as number | undefined) ?? 0));
    try {
      const found = await file.stat();
      if (!found.isFile() || found.size > mostBytes) throw new Error('no regular file of a sensible size');
      return await file.readFile('latin1');
    } finally {
      await file.close();
    }
  } catch {
    throw unreadable();
  }
}

function unreadable(): AppError {
  return brokenRule('caFile', 'ca_unreadable');
}
