import Database from 'better-sqlite3';

type Value = string | number | bigint | Buffer | null;

/**
 * A connection that reads. A query that writes does not compile against it, since it has no `run`, and would
 * not pass either: the statement is refused here, and the connection itself is opened read-only.
 */
export class Reader {
  readonly #statements = new Map<string, Database.Statement<Value[]>>();

  constructor(protected readonly database: Database.Database) {}

  /** All rows; `Row` is what the query's columns are, which nothing checks. */
  all<Row>(sql: string, ...values: Value[]): Row[] {
    return this.#reading(sql).all(...values) as Row[];
  }

  /** The first row or undefined. */
  get<Row>(sql: string, ...values: Value[]): Row | undefined {
    return this.#reading(sql).get(...values) as Row | undefined;
  }

  close(): void {
    this.database.close();
  }

  #reading(sql: string): Database.Statement<Value[]> {
    const statement = this.statement(sql);
    if (!statement.readonly) throw new Error('A query that writes was given to a reader.');
    return statement;
  }

  /** Prepared once: preparing takes longer than most of our queries. */
  protected statement(sql: string): Database.Statement<Value[]> {
    let statement = this.#statements.get(sql);
    if (!statement) {
      statement = this.database.prepare<Value[]>(sql);
      this.#statements.set(sql, statement);
    }
    return statement;
  }
}

/** The one connection that writes. Outside of the write queue nobody holds it. */
export class Writer extends Reader {
  /** Runs a statement that changes something; gives how many rows it changed and the last row id. */
  run(sql: string, ...values: Value[]): { changes: number; id: number } {
    const { changes, lastInsertRowid } = this.statement(sql).run(...values);
    return { changes, id: Number(lastInsertRowid) };
  }

  get inTransaction(): boolean {
    return this.database.inTransaction;
  }

  /**
   * Writes everything of the WAL into the database and empties the WAL file, so that no older version of a
   * page is left in it. False when another connection is in the way; never waits for one.
   */
  checkpoint(): boolean {
    const [row] = this.database.pragma('wal_checkpoint(TRUNCATE)') as { busy: number }[];
    return row?.busy === 0;
  }
}

/** Opens a database for reading only, which cannot change a byte of it. */
export function openDatabaseForReading(path: string, nativeBinding: string): Database.Database {
  const database = new Database(path, { nativeBinding, readonly: true, fileMustExist: true, timeout: 0 });
  // What the file brings along (views, triggers, defaults) may call no function with side effects.
  database.pragma('trusted_schema = OFF');
  database.pragma('temp_store = MEMORY');
  return database;
}

/**
 * Opens a database for writing with what an acknowledged write needs to survive a power cut, and with
 * deleted content overwritten. `timeout` is 0: the queue waits for locks without blocking the thread.
 */
export function openDatabaseForWriting(path: string, nativeBinding: string): Database.Database {
  const database = new Database(path, { nativeBinding, fileMustExist: true, timeout: 0 });
  database.pragma('trusted_schema = OFF');
  database.pragma('temp_store = MEMORY');
  database.pragma('secure_delete = ON');
  database.pragma('journal_mode = WAL');
  // The driver is built so that WAL means NORMAL unless FULL is asked for after the mode.
  database.pragma('synchronous = FULL');
  // macOS: fsync alone does not reach the disk there.
  database.pragma('fullfsync = ON');
  database.pragma('checkpoint_fullfsync = ON');
  database.pragma('foreign_keys = ON');
  return database;
}

/** Takes the database back to its last commit, as SQLite does for whoever may write and reads it. */
export function undoBrokenOff(path: string, nativeBinding: string): void {
  const database = new Database(path, { nativeBinding, fileMustExist: true, timeout: 0 });
  try {
    database.pragma('trusted_schema = OFF');
    database.pragma('schema_version');
  } finally {
    database.close();
  }
}
