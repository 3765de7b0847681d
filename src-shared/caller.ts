import type { Role } from './contract';

/** Who calls an operation. It comes from the transport (window session, bearer token), never from an input. */
export interface Caller {
  readonly role: Role;
  readonly userId: number;
  readonly name: string;
  readonly via: 'window' | 'api_key' | 'admin_secret';
}

/** A service as the guard calls it: each method is told who is calling. Methods that do not care leave it out. */
export type CalledBy<C, S> = {
  [K in keyof S]: S[K] extends (input: infer I) => Promise<infer O>
    ? (input: I, caller: C) => Promise<O>
    : never;
};
