import { randomBytes } from 'node:crypto';
import { DatabaseSync } from 'node:sqlite';
import { parentPort, workerData } from 'node:worker_threads';
import { openKeysToWrite } from './keys.ts';
import { openMark } from './mark.ts';
import { createTables } from './tables.ts';
import type { Answer, Order, Opening } from './thread.ts';

/** How long a write waits for another program that holds a file. Whoever asked is told then, and tries again. */
const WAIT_MS = 250;

const { path, master } = workerData as Opening; // from thread.ts, in this process
const port = parentPort;
if (port === null) throw new Error('the store is written in a thread of its own');

const db = new DatabaseSync(path, { timeout: WAIT_MS });
db.exec('PRAGMA synchronous = FULL; PRAGMA secure_delete = ON; PRAGMA foreign_keys = ON;');
const keys = openKeysToWrite(path, master, WAIT_MS);
const mark = openMark(`${path}.mark`);
const { write } = createTables(db, keys, master, randomBytes);
const say = (answer: Answer): void => port.postMessage(answer);

const carryOut = (order: Order): void => {
  switch (order.kind) {
    case 'commit':
      try {
        write(order.commit, order.id);
        say({ kind: 'stored', id: order.id });
      } catch (thrown) {
        const { name, message } = thrown instanceof Error ? thrown : new Error(String(thrown));
        say({ kind: 'refused', id: order.id, name, message });
      }
      if (order.mark !== null) mark.write(order.mark); // whoever waits for the commit does not wait for this
      return;
    case 'mark':
      mark.write(order.mark);
      return;
    case 'close':
      mark.close();
      db.close();
      keys.close();
      port.close(); // nothing keeps the thread any more
      return;
    default:
      order satisfies never;
  }
};

port.on('message', (order: Order) => carryOut(order)); // posted by thread.ts
