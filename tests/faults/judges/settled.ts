import type { Entry } from '../../../shared/domain/incidents/entries.ts';
import type { Snapshot } from '../../../shared/api/contract.ts';

/** A desk as it stands at the end, and the record that it holds. */
export type DeskAtEnd = { readonly name: string; readonly shown: Snapshot | null; readonly journal: readonly Entry[] };

const deskFaults = ({ name, shown, journal }: DeskAtEnd, record: readonly Entry[]): readonly string[] => {
  if (shown === null) return [`settled: ${name} is dark`];
  const { link, session, outbox, log } = shown;
  const waiting = outbox.filter(({ state }) => state === 'waiting' || state === 'unrecorded');
  const differs = record.findIndex((entry, index) => JSON.stringify(entry) !== JSON.stringify(journal[index]));
  return [
    ...(link.status === 'up' ? [] : [`the link of ${name} is ${link.status}`]),
    ...(session === null ? [`nobody is signed in at ${name}`] : []),
    ...(link.caughtUp ? [] : [`${name} has not caught up`]),
    ...(link.diskFailingSince_ms === null ? [] : [`${name} says that its disk fails`]),
    ...(link.serverStore?.state === 'working' ? [] : [`${name} says that the server stores nothing`]),
    ...(link.clock?.state === 'fault' ? [`${name} says that the server's clock is wrong`] : []),
    ...(waiting.length === 0
      ? []
      : [`${waiting.length} commands wait at ${name}: ${waiting.map(({ body }) => body.kind).join()}`]),
    ...(log.fault === null ? [] : [`${name} holds a fault against the log: ${JSON.stringify(log.fault)}`]),
    ...(differs === -1 && journal.length === record.length
      ? []
      : [`entry ${differs + 1} at ${name} is not the server's (${journal.length} of ${record.length})`]),
  ].map((line) => `settled: ${line}`);
};

/** Once nothing is broken any more all queues are empty and all desks current. */
export const judgeSettled = (given: {
  readonly desks: readonly DeskAtEnd[];
  readonly record: readonly Entry[];
  readonly provisional: number;
  readonly waitingOnDevices: number;
}): readonly string[] => [
  ...given.desks.flatMap((desk) => deskFaults(desk, given.record)),
  ...(given.provisional === 0 ? [] : [`settled: ${given.provisional} entries are not recorded`]),
  // The last fix or two of each device are on their way.
  ...(given.waitingOnDevices <= 16 ? [] : [`settled: ${given.waitingOnDevices} fixes wait on devices`]),
];
