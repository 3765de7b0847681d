/**
 * Mutants that no test can notice, with the reason: what they change cannot be seen from outside.
 * @type {[start: string, why: string][]} the start of `FILE WHAT → WITH WHAT`, as `npm run proof -- mutation` prints it
 */
export const explained = [
  [
    'token-text.ts if (text.length % 4 === 0 && canonical',
    'the quick way for what is well formed; the slow one below reads the same',
  ],
  ['token-text.ts text.length % 4 === 0 && canonical.test(text) → false', 'the same'],
  ["token-text.ts return Buffer.from(text, 'base64url'); → ;", 'the same'],
  ['cipher.ts raw.fill(0); → ;', 'wipes bytes that nothing leads to any more'],
  ['cipher.ts used === pool.length → true', 'draws random bytes for each token: slower, nothing else'],
  [
    "parser-faults.ts STATUS_CODES[status] ?? '' → STATUS_CODES[status]",
    'for the compiler: each status here has a text',
  ],
  [
    'connections.ts open.delete(candidate); → ;',
    'its close event takes it out too, a turn of the loop later',
  ],
  ["guard.ts typeof part === 'symbol' → false", 'for the compiler: no schema of the contract names a symbol'],
  ["request-guard.ts hosts[0] ?? '' → hosts[0]", 'for the compiler: the length was looked at before'],
  ["request-guard.ts request.url ?? '' → request.url", 'for the compiler: a request that came in has one'],
  [
    "request-guard.ts rawHeaders[index] ?? '' → rawHeaders[index]",
    'for the compiler: the loop ends with the list',
  ],
  ["request-guard.ts rawHeaders[index + 1] ?? '' → rawHeaders[index + 1]", 'the same'],
  ["request-guard.ts header ?? '' → header", 'for the compiler: what is left out is no Bearer token either'],
  ['callers.ts this.#commits = this.queue.commits; → ;', 'asks the database more often, nothing else'],
  ['callers.ts this.#found.size === 0 → true', 'forgets what it found more than once in a turn'],
];

/**
 * Mutants that make the program go on for ever, with the reason: their tests do not end, and nothing else can notice them.
 * @type {[start: string, why: string][]} as above
 */
export const endless = [];
