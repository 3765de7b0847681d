type Value = string | number | bigint | Buffer | null;

/** What this room needs of the database; the store's own types fit. */
export interface ReadHandle {
  all<Row>(sql: string, ...values: Value[]): Row[];
  get<Row>(sql: string, ...values: Value[]): Row | undefined;
}

export interface WriteHandle extends ReadHandle {
  run(sql: string, ...values: Value[]): { changes: number; id: number };
}

export interface WriteQueue {
  /** How many transactions were committed so far. */
  readonly commits: number;
  /** Runs a job in a transaction and resolves once it is on the disk. `frees`: even on a full disk it has to go on. */
  submit<T>(job: (writer: WriteHandle) => T, options?: { readonly frees?: boolean }): Promise<T>;
}
