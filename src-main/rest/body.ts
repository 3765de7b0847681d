import { isUtf8 } from 'node:buffer';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { findJsonFault, type JsonFault } from './json-fault';

/** Bodies over this are refused, in bytes. */
export const maxBodyBytes = 8 * 1024 * 1024;

/**
 * The whole body, or null when it is too large: then the rest is left unread. A client that waits for
 * `100 Continue` is told to go on only now. Rejects when the client goes away.
 */
export async function readBody(request: IncomingMessage, response: ServerResponse): Promise<Buffer | null> {
  if (Number(request.headers['content-length'] ?? 0) > maxBodyBytes) return null;
  if (request.headers.expect !== undefined) response.writeContinue();
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    const onData = (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > maxBodyBytes) {
        request.off('data', onData);
        request.pause();
        resolve(null);
        return;
      }
      chunks.push(chunk);
    };
    request.on('data', onData);
    request.on('end', () => resolve(chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks)));
    request.on('error', reject);
    request.on('close', () => reject(new Error('The client went away.')));
  });
}

export type ParsedBody =
  | { readonly kind: 'value'; readonly value: unknown }
  | { readonly kind: 'not_utf8' }
  | { readonly kind: 'not_json'; readonly fault: JsonFault };

/**
 * Reads a body as a Phoenix server does: an empty one is missing, one that is not declared as JSON is a
 * text. Only UTF-8 is JSON here (RFC 8259); a byte order mark is passed over.
 */
export function parseBody(body: Buffer, contentType: string | undefined): ParsedBody {
  if (body.length === 0) return { kind: 'value', value: undefined };
  if (!isJsonType(contentType)) return { kind: 'value', value: 'text' };
  if (!isUtf8(body)) return { kind: 'not_utf8' };
  const text = body.toString('utf8', body.subarray(0, 3).equals(byteOrderMark) ? 3 : 0);
  try {
    return { kind: 'value', value: JSON.parse(text) as unknown };
  } catch {
    return { kind: 'not_json', fault: findJsonFault(text) };
  }
}

const byteOrderMark = Buffer.from([0xef, 0xbb, 0xbf]);

/** `application/json` or `application/*+json`, with any parameters; what FastAPI takes for JSON. */
function isJsonType(contentType: string | undefined): boolean {
  const mediaType = (contentType ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
  return /^application\/(?:json|[^/]*\+json)$/.test(mediaType);
}
