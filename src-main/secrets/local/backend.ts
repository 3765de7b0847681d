import { setImmediate as turn } from 'node:timers/promises';
import { AppError } from '../../../src-shared/errors';
import type {
  DeleteSecretsInput,
  PutSecretsInput,
  PutSecretsOutput,
  SecretPage,
  SeenSecret,
} from '../../../src-shared/contract';
import type { Author, SecretsBackend, SecretsListener } from '../backend';
import { alreadyThere, changedMeanwhile, lastOfEach } from '../entries';
import { knownUses } from '../usage';
import { Changes } from './changes';
import { deriveKey } from './cipher';
import type { Reader } from './database';
import type { Engine } from './engine';
import { writeKeyCheck } from './key-check';
import type { KeyRing } from './key-ring';
import { reencryptRows, reencryptToken } from './reencrypt';
import {
  countSecrets,
  hasSecret,
  putBack,
  readRows,
  readRowsOf,
  readTokens,
  readUpdatedAt,
  storedTime,
  takeSecret,
  writeSecret,
} from './rows';
import { storageFailure } from './storage-failure';
import { UndoStore, undoMs } from './undo';

export interface LocalSecretsOptions {
  readonly engine: Engine;
  readonly ring: KeyRing;
  readonly listener: SecretsListener;
  /** False while nobody wants to be told of changes. */
  readonly isHeard: () => boolean;
  /** Milliseconds since 1970: what `updated_at` says. */
  readonly now: () => number;
  /** Monotonic milliseconds: what the undo runs on, so that a clock set back does not lengthen it. */
  readonly elapsed: () => number;
}

/** How many tokens are looked at before others get a turn. */
const chunk = 500;

/** The secrets in this computer's SQLite database. */
export class LocalSecrets implements SecretsBackend {
  readonly #options: LocalSecretsOptions;
  readonly #changes: Changes;
  readonly #undo: UndoStore;
  #revision = 0;
  #counted: { revision: number; unreadable: number } | null = null;

  constructor(options: LocalSecretsOptions) {
    this.#options = options;
    this.#undo = new UndoStore(options.elapsed);
    const { reader } = options.engine;
    this.#changes = new Changes(
      {
        isHeard: options.isHeard,
        revision: () => this.#revision,
        total: () => countSecrets(reader),
        rows: (keys) => readRowsOf(reader, options.ring, keys),
      },
      options.listener,
    );
  }

  async list({ after, limit }: { after: string | null; limit: number }): Promise<SecretPage> {
    const { engine, ring } = this.#options;
    try {
      const found = readRows(engine.reader, ring, after, limit + 1);
      const rows = found.slice(0, limit);
      const next = found.length > limit ? (rows.at(-1)?.key ?? null) : null;
      return await Promise.resolve({
        rows,
        next,
        total: countSecrets(engine.reader),
        revision: this.#revision,
      });
    } catch (error) {
      throw storageFailure(error);
    }
  }

  usage() {
    return Promise.resolve({ keys: knownUses(), unknown: [], cut: false });
  }

  async put(
    { secrets, onExisting, ifUnchanged }: PutSecretsInput,
    author: Author,
  ): Promise<PutSecretsOutput> {
    const { engine, ring, now } = this.#options;
    const time = now();
    const stored = storedTime(time);
    const last = lastOfEach(secrets);
    const encryptedWith = ring.current;
    // Encrypted before the transaction, so that the database is held no longer than writing takes.
    const entries = last.map(({ key, value }) => ({
      key,
      value,
      token: value === null ? null : ring.encrypt(value, time),
    }));
    const upsertedKeys = entries.filter(({ token }) => token !== null).map(({ key }) => key);
    const deletedKeys = entries.filter(({ token }) => token === null).map(({ key }) => key);
    await engine.queue.submit(
      (writer) => {
        if (onExisting === 'refuse') {
          const keys = upsertedKeys.filter((key) => hasSecret(writer, key));
          if (keys.length > 0) throw alreadyThere(keys);
        }
        refuseChanged(writer, ifUnchanged);
        // The key may have changed while this waited for its turn.
        const outdated = ring.current !== encryptedWith;
        for (const { key, value, token } of entries) {
          if (value === null || token === null) writer.run('DELETE FROM secrets WHERE key = ?', key);
          else {
            const fresh = outdated ? ring.encrypt(value, time) : token;
            writeSecret(writer, key, fresh, author.userId, stored);
          }
        }
      },
      { frees: upsertedKeys.length === 0, grows: upsertedKeys.length > 0 },
    );
    this.#undo.forget(entries.map(({ key }) => key));
    this.#changed(entries.map(({ key }) => key));
    return { upsertedKeys, deletedKeys };
  }

  async delete({ keys, ifUnchanged = [] }: DeleteSecretsInput) {
    const deletedKeys = [...new Set(keys)];
    const rows = await this.#options.engine.queue.submit(
      (writer) => {
        refuseChanged(writer, ifUnchanged);
        return deletedKeys.map((key) => takeSecret(writer, key)).filter((row) => row !== null);
      },
      { frees: true },
    );
    this.#undo.forget(deletedKeys);
    this.#changed(deletedKeys);
    return { deletedKeys, undo: rows.length === 0 ? null : { token: this.#undo.keep(rows), undoMs } };
  }

  async undoDelete({ token }: { token: string }) {
    const { restoredKeys, keys } = await this.#options.engine.queue.submit(
      (writer) => {
        const deleted = this.#undo.find(token);
        if (!deleted) throw new AppError('expired', 'This can no longer be undone.');
        const restored = deleted.rows.filter((row) => putBack(writer, row));
        return { restoredKeys: restored.map(({ key }) => key), keys: deleted.keys };
      },
      // Alone, so that all jobs before it are done and have been forgotten: in a group with them it would still see
      // rows that one of them sets and the next one deletes.
      { committed: () => this.#undo.drop(token) },
    );
    this.#changed(restoredKeys);
    const back = new Set(restoredKeys);
    return { restoredKeys, keptKeys: keys.filter((key) => !back.has(key)) };
  }

  /** Which key encrypts, how many rows there are and how many of them cannot be decrypted. */
  async encryption() {
    const { engine, ring } = this.#options;
    const revision = this.#revision;
    if (this.#counted?.revision !== revision) {
      let unreadable = 0;
      let after = '';
      for (;;) {
        const tokens = readTokens(engine.reader, after, chunk);
        unreadable += tokens.filter(({ value }) => ring.unreadable(value) !== null).length;
        after = tokens.at(-1)?.key ?? after;
        if (tokens.length < chunk) break;
        await turn();
      }
      this.#counted = { revision, unreadable };
    }
    return {
      key: ring.isFallback ? ('fallback' as const) : ('own' as const),
      source: ring.source,
      unopenedFrom: ring.unopenedFrom,
      total: countSecrets(engine.reader),
      unreadable: this.#counted.unreadable,
    };
  }

  /**
   * Takes a PHOENIX_SECRET out of the keychain `backend` into use in place of the fallback key. In one
   * transaction every row that the fallback key reads is encrypted again; when it fails, nothing has changed.
   */
  async changeKey(phoenixSecret: string, backend: string) {
    const { engine, ring, now } = this.#options;
    const key = await deriveKey(phoenixSecret);
    const time = now();
    const result = await engine.queue.submit(
      (writer) => {
        writeKeyCheck(writer, key, backend, time);
        return reencryptRows(writer, ring.fallback, key, time);
      },
      {
        committed: () => {
          ring.use(key);
          this.#undo.replace((row) => {
            const token = reencryptToken(row.value, ring.fallback, key, time);
            return Buffer.isBuffer(token) ? { ...row, value: token } : row;
          });
        },
      },
    );
    this.allChanged();
    return result;
  }

  /** To be called when rows may look different without having been written, such as after a user was deleted. */
  allChanged(): void {
    this.#revision += 1;
    this.#changes.addAll();
  }

  async close(): Promise<void> {
    await this.#options.engine.close().finally(() => this.#changes.stop());
    this.#undo.clear();
  }

  #changed(keys: readonly string[]): void {
    if (keys.length === 0) return;
    this.#revision += 1;
    this.#changes.add(keys);
  }
}

/** Throws a `conflict` when one of them was written since it was seen, or is gone. */
function refuseChanged(reader: Reader, seen: readonly SeenSecret[]): void {
  const changed = seen.filter(
    ({ key, updatedAt }) => Date.parse(readUpdatedAt(reader, key) ?? '') !== Date.parse(updatedAt),
  );
  if (changed.length > 0) throw changedMeanwhile(changed.map(({ key }) => key));
}
