/**
 * Mutants that no test can notice, with the reason: what they change cannot be seen from outside.
 * @type {[start: string, why: string][]} the start of `FILE WHAT → WITH WHAT`, as `npm run proof -- mutation` prints it
 */
export const explained = [];
