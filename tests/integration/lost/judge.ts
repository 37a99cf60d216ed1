import { isDeepStrictEqual } from 'node:util';
import { canonical } from '../../../main/evidence/canonical.ts';
import { fromHex, isSame } from '../../../main/evidence/log/hashes.ts';
import { isHeadSigned } from '../../../main/evidence/log/heads.ts';
import { isConsistent } from '../../../main/evidence/log/proofs.ts';
import type { Tree } from '../../../main/evidence/log/tree.ts';
import { readHistory } from '../../../main/monitoring/store/history.ts';
import { loadSecret } from '../../../main/monitoring/store/sqlite/secret.ts';
import { openStore } from '../../../main/monitoring/store/sqlite/store.ts';
import { foldEntries } from '../../../shared/domain/incidents/fold.ts';
import { emptyWorld } from '../../../shared/domain/incidents/state.ts';
import type { World } from '../../../shared/domain/incidents/state.ts';
import type { Entry } from '../../../shared/domain/incidents/entries.ts';
import type { LogNews } from '../../../shared/protocol/messages.ts';
import type { Clerk } from './clerk.ts';

/** A press of the button that the server answered with 200: between which times, by the one clock of this machine. */
export type Press = { readonly person: string; readonly from_ms: number; readonly to_ms: number };

export type Kept = { readonly entries: readonly Entry[]; readonly tree: Tree; readonly logId: string };

/** The record of a server that runs no more, proven whole. Ends the process, as the server would, where it cannot be. */
export const readKept = (file: string, serverFolder: string): Kept => {
  const store = openStore(file, loadSecret(serverFolder));
  const entries: Entry[] = [];
  const { tree } = readHistory(store, (page) => entries.push(...page));
  const kept = { entries, tree, logId: store.log.id };
  store.close();
  return kept;
};

const text = (entries: readonly Entry[]): readonly string[] => entries.map((entry) => canonical(entry));

const firstDifference = (a: readonly string[], b: readonly string[]): number | null => {
  const index = a.findIndex((one, i) => one !== b[i]);
  return index === -1 ? null : index + 1;
};

const commandFaults = ({ name, answered, open }: Clerk, entries: readonly Entry[]): readonly string[] => {
  const byCommand = Map.groupBy(entries, ({ commandId }) => commandId as string | null); // read by plain ids
  const faults = [...answered].flatMap(([id, answer]) => {
    const found = (byCommand.get(id) ?? []).map(({ seq }) => seq);
    const told = answer.ok ? answer.value.seqs : [];
    return JSON.stringify(found) === JSON.stringify(told)
      ? []
      : [`${name}: ${id} was answered with entries [${told.join()}], and [${found.join()}] are in the record`];
  });
  return open.size === 0 ? faults : [...faults, `${name}: ${open.size} commands were never answered`];
};

/** A world whose maps are all Maps, since two of another kind are equal to Node whatever is in them. */
const plain = (world: World): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(world).map(([name, value]) => [name, value instanceof Map ? [...value.entries()] : value]),
  );

const journalFaults = ({ name, journal }: Clerk, entries: readonly Entry[]): readonly string[] => {
  const different = firstDifference(text(journal), text(entries));
  if (different !== null) return [`${name}: entry ${different} is another in the record than it was told`];
  // One by one, as they came, and all at once, as after a restart.
  const told = journal.reduce((world, entry) => foldEntries(world, [entry]), emptyWorld);
  return isDeepStrictEqual(plain(told), plain(foldEntries(emptyWorld, entries.slice(0, journal.length))))
    ? []
    : [`${name}: folds to another world`];
};

const headFaults = ({ name, news }: Clerk, { tree, logId }: Kept): readonly string[] =>
  news.flatMap(({ signedHead, since, proof }: LogNews) => {
    if (signedHead === null) return [];
    const { head } = signedHead;
    const fits = head.logId === logId && head.size <= tree.size() && isSame(tree.root(head.size), fromHex(head.root));
    if (!fits || !isHeadSigned(signedHead)) return [`${name}: the head at ${head.size} is not of this record`];
    if (since === 0 || since >= head.size) return [];
    const from = { size: since, root: tree.root(since) };
    return isConsistent(from, { size: head.size, root: fromHex(head.root) }, proof.map(fromHex))
      ? []
      : [`${name}: the proof from ${since} to ${head.size} does not hold`];
  });

const rings = (entries: readonly Entry[]): readonly { readonly person: string; readonly at_ms: number }[] =>
  entries.flatMap(({ body, at_ms }) =>
    (body.kind === 'alert.raised' || body.kind === 'alert.repeated') && body.alert.rule.type === 'sos'
      ? [{ person: body.alert.rule.person, at_ms }]
      : [],
  );

const pressFaults = (presses: readonly Press[], entries: readonly Entry[]): readonly string[] => {
  const left = [...rings(entries)];
  return presses.flatMap(({ person, from_ms, to_ms }) => {
    const index = left.findIndex((ring) => ring.person === person && ring.at_ms >= from_ms && ring.at_ms <= to_ms);
    if (index === -1) return [`the button of ${person} pressed at ${from_ms} is not in the record`];
    left.splice(index, 1);
    return [];
  });
};

/** Everything that was promised to anybody and is not kept. */
export const faultsOf = (kept: Kept, clerks: readonly Clerk[], presses: readonly Press[]): readonly string[] => {
  const gap = kept.entries.findIndex(({ seq }, index) => seq !== index + 1);
  return [
    ...(gap === -1 ? [] : [`the sequence breaks at entry ${gap + 1}`]),
    ...clerks.flatMap((clerk) => [
      ...commandFaults(clerk, kept.entries),
      ...journalFaults(clerk, kept.entries),
      ...headFaults(clerk, kept),
    ]),
    ...pressFaults(presses, kept.entries),
  ];
};
