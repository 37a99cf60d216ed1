import type { Situation } from './truth.ts';

const DAY_MS = 86_400_000;

/** What is left of a list when as much as can be is taken away and `stillFails` of the rest holds: halves first, then single items. */
const least = async <T>(
  all: readonly T[],
  stillFails: (rest: readonly T[]) => Promise<boolean>,
): Promise<readonly T[]> => {
  let left = all;
  for (let size = Math.ceil(all.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let from = 0; from < left.length;) {
      const rest = [...left.slice(0, from), ...left.slice(from + size)];
      if (await stillFails(rest)) left = rest;
      else from += size;
    }
  }
  return left;
};

/** The smallest part of a situation that still fails: fewer reports, no zones, no hours, where those are not what it is about. */
export const minimised = async (
  situation: Situation,
  stillFails: (smaller: Situation) => Promise<boolean>,
): Promise<Situation> => {
  let left = situation;
  const attempt = async (smaller: Situation): Promise<boolean> => {
    if (!(await stillFails(smaller))) return false;
    left = smaller;
    return true;
  };
  for (const zone of left.order.zones) {
    const zones = left.order.zones.filter((other) => other !== zone);
    if (await attempt({ ...left, order: { ...left.order, zones } })) continue;
    const always = left.order.zones.map((other) => (other === zone ? { ...zone, schedule: null } : other));
    await attempt({ ...left, order: { ...left.order, zones: always } });
  }
  const { validFrom_ms, validTo_ms } = situation.order;
  await attempt({ ...left, order: { ...left.order, validFrom_ms: validFrom_ms - DAY_MS, revokedAt_ms: null } });
  await attempt({ ...left, order: { ...left.order, validTo_ms: validTo_ms + DAY_MS, revokedAt_ms: null } });
  for (const who of ['offender', 'victim', 'offender'] as const) {
    const reports = await least(left[who], (rest) => stillFails({ ...left, [who]: rest }));
    left = { ...left, [who]: reports };
  }
  return left;
};

/** A situation as a reader wants it: times in seconds of the first report. */
export const printed = ({ order, offender, victim }: Situation): string => {
  const first_ms = Math.min(...[...offender, ...victim].map(({ at_ms }) => at_ms));
  const second = (at_ms: number): number => (at_ms - first_ms) / 1000;
  const rows = (reports: Situation['offender']): string =>
    reports
      .map(
        ({ at_ms, place, accuracy_m, received_ms, request }) =>
          `  t=${second(at_ms)} lon=${place[0].toFixed(6)} lat=${place[1].toFixed(6)} accuracy=${accuracy_m ?? '-'} received=${second(received_ms)} request=${request}`,
      )
      .join('\n');
  const { limits, zones, validFrom_ms, validTo_ms, revokedAt_ms } = order;
  return [
    `t=0 is ${new Date(first_ms).toISOString()}`,
    `limits ${JSON.stringify(limits)} valid ${second(validFrom_ms)} to ${second(revokedAt_ms ?? validTo_ms)}`,
    ...zones.map((zone) => `zone ${JSON.stringify(zone)}`),
    `offender\n${rows(offender)}`,
    `victim\n${rows(victim)}`,
  ].join('\n');
};
