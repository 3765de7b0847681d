import * as z from 'zod';

/**
 * How long a text of a server may be, in characters. A Phoenix server has no bound for a key: SQLite takes any length,
 * PostgreSQL some thousand characters in an index. These are far beyond both what one can type and what one would.
 */
const longestKey = 65_536;
/** Of what a server makes itself, such as an id. */
const longestId = 1000;
const longestName = 300;

export const keyText = z.string().max(longestKey);
/** A place to go on from: as a server makes it, a key in base64. */
export const cursorText = z.string().max(4 * longestKey);
export const idText = z.string().max(longestId);
export const nameText = z.string().transform((text) => text.slice(0, longestName));
