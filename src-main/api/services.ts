import type { Caller, CalledBy } from '../../src-shared/caller';
import type { Services } from '../../src-shared/contract';
import type { Room } from '../../src-shared/operations';

/** What the guard dispatches to: every service of the contract, each method told who is calling. */
export type ApiServices = { readonly [R in Room]: CalledBy<Caller, Services[R]> };
