import type { Streets, Way } from './streets.ts';

/** What the first graph found, and where it found no street what the second one did. */
const filled = <T, W extends Way>(
  asked: readonly T[],
  first: readonly W[],
  second: (open: readonly T[]) => readonly W[],
): readonly W[] => {
  const open = asked.filter((_, index) => first[index]?.via === 'straight');
  if (open.length === 0) return first;
  const others = second(open);
  let next = 0;
  return first.map((way) => {
    if (way.via === 'street') return way;
    const other = others[next];
    next += 1;
    return other?.via === 'street' ? other : way;
  });
};

/** One graph where it reaches, the next one elsewhere: imported streets of a district over the schematic of the city. */
export const layered = (first: Streets, second: Streets): Streets => ({
  route: (from, to) => first.route(from, to) ?? second.route(from, to),
  travel: (to, from) => filled(from, first.travel(to, from), (open) => second.travel(to, open)),
  ways: (from, to) => filled(to, first.ways(from, to), (open) => second.ways(from, open)),
});
