import type { Way } from '../world/pipe.ts';
import type { Fault } from './fault.ts';

const wayOf = (name: string, way: Way, lasts_s: Fault['lasts_s']): Fault => ({
  name,
  lasts_s,
  explains: ['link', 'catching-up', 'signed-out'],
  begin: ({ network, desks }, chance) => network.become(chance.pick(desks)?.name ?? '', way),
});

export const linkCut = wayOf('link cut', 'cut', [2, 60]);
export const linkHalfOpen = wayOf('link half-open', 'half-open', [2, 90]);
export const linkSlow = wayOf('link slow', 'slow', [10, 90]);
