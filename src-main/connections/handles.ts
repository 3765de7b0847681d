type Value = string | number | bigint | Buffer | null;

/** What this room needs of the database; the store's own types fit. */
export interface ReadHandle {
  all<Row>(sql: string, ...values: Value[]): Row[];
  get<Row>(sql: string, ...values: Value[]): Row | undefined;
}

/** The database while a job of the queue runs. */
export interface WriteHandle extends ReadHandle {
  run(sql: string, ...values: Value[]): { changes: number };
}

/** The order in which this room's changes are written. */
export interface WriteQueue {
  /** Runs a job in a transaction and resolves once it is on the disk. `frees`: even on a full disk it has to go on. */
  submit<T>(job: (writer: WriteHandle) => T, options?: { readonly frees?: boolean }): Promise<T>;
}
