import type { Fault } from './fault.ts';
import { broken } from '../world/broken.ts';

/** The evaluation of one order throws, as a bug in a rule makes it. */
export const orderThrows: Fault = {
  name: 'an order throws',
  lasts_s: [5, 100],
  explains: [],
  begin: ({ scene }, chance) => {
    const id = chance.pick(scene.pairs)?.order.id;
    if (id !== undefined) broken.orders.add(id);
    return () => broken.orders.clear();
  },
};

/** Commands that come meanwhile can never be decided. */
export const commandThrows: Fault = {
  name: 'commands throw',
  lasts_s: [10, 110],
  explains: [],
  begin: () => {
    broken.spoilsCommands = true;
    return () => {
      broken.spoilsCommands = false;
    };
  },
};
