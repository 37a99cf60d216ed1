import type { Streets, Travel } from './streets.ts';

/** One graph where it reaches, the next one elsewhere: imported streets of a district over the schematic of the city. */
export const layered = (first: Streets, second: Streets): Streets => ({
  route: (from, to) => first.route(from, to) ?? second.route(from, to),
  travel: (to, from) => {
    const best: Travel[] = [...first.travel(to, from)];
    const open = from.flatMap((traveller, index) => (best[index]?.via === 'straight' ? [{ traveller, index }] : []));
    if (open.length === 0) return best;
    const others = second.travel(
      to,
      open.map(({ traveller }) => traveller),
    );
    open.forEach(({ index }, at) => {
      const other = others[at];
      if (other?.via === 'street') best[index] = other;
    });
    return best;
  },
});
