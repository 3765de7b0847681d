import type { Role } from './contract';

/** Who calls an operation. It comes from the transport (window session, bearer token), never from an input. */
export interface Caller {
  readonly role: Role;
  readonly userId: number;
  readonly name: string;
  readonly via: 'window' | 'api_key' | 'admin_secret';
  /** The connection on whose server `role` and `name` hold; absent: this computer's own store. */
  readonly connection?: string;
}

/** Where a call comes from, as its transport knows it; who that is, is looked up anew at each call. */
export type Origin =
  /** `session`: the id of the window's web contents. */
  { readonly kind: 'window'; readonly session: number } | { readonly kind: 'token'; readonly token: string };

/** Who an origin speaks for at this moment. */
export interface Identity {
  /** Null: nobody. */
  readonly caller: Caller | null;
  /** What stands in the way of all but what anybody may do. */
  readonly hold: 'expired' | 'password_change_required' | null;
}

/**
 * A service as the guard calls it: each method is told who is calling and from where. Methods that do not
 * care leave it out. One that anybody may call gets null for nobody, and says so in its own types.
 */
export type CalledBy<C, S> = {
  [K in keyof S]: S[K] extends (input: infer I) => Promise<infer O>
    ? (input: I, caller: C, origin: Origin) => Promise<O>
    : never;
};

/** Phoenix's own two sentences (server/authorization.py). */
export function forbiddenMessage(role: Role): string {
  return role === 'VIEWER'
    ? 'Viewers cannot perform this action.'
    : 'Only admin or system users can perform this action.';
}

/** Whether a role may see and change secrets: here for all that only Admins may do, and on a Phoenix server. */
export function isAdmin({ role }: { readonly role: Role }): boolean {
  return role === 'ADMIN' || role === 'SYSTEM';
}
