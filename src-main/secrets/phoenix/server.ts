import type { Role } from '../../../src-shared/contract';

/** What a server is and who we are there. */
export interface ServerAbout {
  readonly version: string | null;
  /** Null where the server has no sign-in: then one may do everything. */
  readonly person: { readonly id: string; readonly name: string; readonly role: Role } | null;
}

/** A GraphQL answer as it came: nothing in it has been checked but that both are there in the right form. */
export interface GraphqlAnswer {
  readonly data: unknown;
  readonly errors: readonly { readonly message: string }[];
}

/**
 * A remote Phoenix server, signed in. All of it throws `AppError`: `unreachable`, `not_phoenix`, `bad_answer`,
 * `server_failed`, `server_busy`, `sign_in_needed`, `storage_locked`; a write also `outcome_unknown`.
 */
export interface PhoenixServer {
  /** Another number after each edit of the connection and each new sign-in: then it may be another server or person. */
  readonly generation: number;
  /** Asked anew when `fresh`, else what was last known. */
  about(options?: { readonly fresh: boolean }): Promise<ServerAbout>;
  /** A query; tried again by itself after 429, 5xx and a lost connection. */
  query(document: string, variables: Readonly<Record<string, unknown>>): Promise<GraphqlAnswer>;
  /**
   * A mutation: sent once and never again, except after a 401 that proves that nothing was done. Nothing is sent, and
   * that is a `conflict` (`connection_changed`), when the generation is another one by then.
   */
  mutate(
    document: string,
    variables: Readonly<Record<string, unknown>>,
    generation: number,
  ): Promise<GraphqlAnswer>;
  /**
   * A `PUT` with JSON, sent once like a mutation, and in its generation only. Status 2xx and 4xx are given back, with null for a body that is no
   * JSON; others are thrown.
   */
  put(
    path: string,
    body: unknown,
    generation: number,
  ): Promise<{ readonly status: number; readonly body: unknown }>;
}
