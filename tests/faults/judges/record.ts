import type { Entry } from '../../../shared/domain/incidents/entries.ts';
import type { PersonId } from '../../../shared/domain/ids.ts';
import type { Order } from '../world/operator.ts';

const repeated = (keys: readonly string[]): readonly string[] => [
  ...new Set(keys.filter((key, index) => keys.indexOf(key) !== index)),
];

/** Nothing is in the record twice, no number is given twice or left out, and nothing that was ordered is lost. */
export const judgeRecord = (
  entries: readonly Entry[],
  ordered: readonly Order[],
  answered: ReadonlySet<string>,
): readonly string[] => {
  const gap = entries.findIndex(({ seq }, index) => seq !== index + 1);
  const raised = entries.flatMap(({ body }) => (body.kind === 'alert.raised' ? [body.alert.alertId as string] : []));
  const soundings = entries.flatMap(({ incidentId, body }) =>
    'sounding' in body && body.sounding !== undefined && !/acknowledged|escalated/.test(body.kind)
      ? [`${incidentId} ${body.sounding}`]
      : [],
  );
  const byCommand = entries.flatMap(({ commandId, body }) => (commandId === null ? [] : [`${commandId} ${body.kind}`]));
  const carriedOut = new Set<string | null>(entries.map(({ commandId }) => commandId));
  const lost = ordered.filter(({ id }) => !carriedOut.has(id) && !answered.has(id));
  return [
    ...(gap === -1 ? [] : [`record: the sequence breaks at entry ${gap + 1}`]),
    ...repeated(raised).map((id) => `record: alert ${id} was raised twice`),
    ...repeated(soundings).map((key) => `record: sounding ${key} was given twice`),
    ...repeated(byCommand).map((key) => `record: command ${key} was carried out twice`),
    ...lost.map(({ id, body }) => `record: ${body.kind} (${id}) was ordered, and is neither in the record nor refused`),
  ];
};

/** When a person's device had last come to the server before a time, by true time. */
type LastHeard = (person: PersonId, at_ms: number) => number;
/** The rules say silence after 120 s; what was under way may be this late. */
const SILENT_AFTER_MS = 100_000;

/** Nobody is called silent whose device is heard. `told`: entries by the true time at which the first desk heard of them. */
export const judgeSilence = (
  told: readonly { readonly at_ms: number; readonly entry: Entry }[],
  lastHeard: LastHeard,
): readonly string[] =>
  told.flatMap(({ at_ms, entry: { body } }) => {
    if (body.kind !== 'alert.raised' || body.alert.rule.type !== 'device' || body.alert.rule.kind !== 'silence')
      return [];
    const { person } = body.alert.rule;
    const since_ms = at_ms - lastHeard(person, at_ms);
    return since_ms >= SILENT_AFTER_MS
      ? []
      : [
          `silence: ${person} was called silent at ${(at_ms / 1000).toFixed(1)} s, heard ${(since_ms / 1000).toFixed(1)} s before`,
        ];
  });
