import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { Callers } from '../../../src-main/access/callers';
import { operatorId } from '../../../src-main/access/users';
import { openEngine } from '../../../src-main/secrets/local/engine';
import { prepareDataFolder } from '../../../src-main/settings/data-folder';
import { openDatabase } from '../../support/database';
import { nativeBinding, temporaryFolder } from '../../support/service';

function open() {
  const folder = temporaryFolder();
  prepareDataFolder(folder);
  const path = join(folder, 'secrets.db');
  const engine = openEngine(path, nativeBinding());
  onTestFinished(() => engine.close());
  return { path, queue: engine.queue, callers: new Callers(engine.reader, engine.queue) };
}

const takeAway = "UPDATE users SET role = 'VIEWER' WHERE id = 2";

describe('who stands behind an id', () => {
  it('has no role any more that was taken away, from the commit on', async () => {
    const { queue, callers } = open();
    const taken = queue.submit((writer) => writer.run(takeAway));
    expect(callers.find(operatorId)).toEqual({ name: 'admin', role: 'ADMIN' });
    await taken;
    expect(callers.find(operatorId)?.role).toBe('VIEWER');
  });

  it('is nobody from the commit on that deletes the user', async () => {
    const { queue, callers } = open();
    const deleted = queue.submit((writer) => writer.run('DELETE FROM users WHERE id = 2'));
    expect(callers.find(operatorId)).not.toBeNull();
    await deleted;
    expect(callers.find(operatorId)).toBeNull();
  });

  it('is looked up anew in the next turn, for what another process wrote', async () => {
    const { path, callers } = open();
    expect(callers.find(operatorId)?.role).toBe('ADMIN');
    const other = openDatabase(path);
    other.exec(takeAway);
    other.close();
    expect(callers.find(operatorId)?.role).toBe('ADMIN');
    await turn();
    expect(callers.find(operatorId)?.role).toBe('VIEWER');
  });
});
