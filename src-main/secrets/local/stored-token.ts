/** What may stand in the column of the tokens: bytes, unless something else than Phoenix or this program wrote it. */
export type StoredToken = Buffer | string | number;
