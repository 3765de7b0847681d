/**
 * One mutant of each guarded file, with a quick test that notices it: the short form, which runs in `npm test`.
 * @type {[start: string, test: string][]} the start of `FILE WHAT → WITH WHAT`, as in mutants-explained.mjs
 */
export const pinned = [
  ['guard.ts if (refusal) return failed(refusal); → ;', 'test/unit/api/guard'],
  ['callers.ts this.#found.clear(); → ;', 'test/unit/access/callers'],
  ['cipher.ts return timingSafeEqual(macOf(key, signed), mac); → ;', 'test/unit/secrets/cipher'],
  ['token-text.ts pads = 0; → ;', 'test/unit/secrets/cipher'],
  [
    "request-guard.ts hosts.length !== 1 || !isOurHost(hosts[0] ?? '', port) → hosts.length !== 1",
    'test/contract/loopback-guard',
  ],
  [
    "parser-faults.ts server.on('connect', (_request, socket) => endWith(socket, 405)); → ;",
    'test/contract/loopback-guard',
  ],
  ['connections.ts if (busy.has(candidate)) continue; → ;', 'test/unit/rest/connections'],
];
