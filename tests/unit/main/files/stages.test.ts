import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { STAGES, type Reached } from '../../../../main/files/stages.ts';
import { createDoors } from '../../../builders/doors.ts';
import { HOME, O, ORDER, policy, setup, startWatch } from '../monitoring/watch.ts';

let told: Reached[];
const listen = (message: unknown): void => void told.push(message as Reached); // published by main/files/stages.ts
beforeEach(() => {
  told = [];
  subscribe(STAGES, listen);
});
afterEach(() => unsubscribe(STAGES, listen));

it('tells in order that somebody was heard, that a rise was found, and that its incident is on disk', () => {
  const watch = startWatch();
  const doors = createDoors({ monitoring: watch.monitoring, people: setup.people, policy, now: watch.now });
  watch.apart(5000);
  watch.wait(60);
  doors.send({
    id: doors.identity(O),
    lat: String(HOME[1]),
    lon: String(HOME[0] + 0.01),
    timestamp: String(Math.floor(watch.now() / 1000)),
  });
  const incident = watch.entries.find(({ body }) => body.kind === 'incident.raised')?.incidentId;
  expect(told.slice(0, 3)).toEqual([
    { stage: 'heard', of: O },
    { stage: 'found', of: ORDER },
    { stage: 'stored', of: incident },
  ]);
});
