export const scheme = 'app';
export const host = 'phoenix';

/** Where the window's pages come from; nothing else may call operations. */
export const appOrigin = `${scheme}://${host}`;
