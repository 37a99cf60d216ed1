import type { Handle } from '../../../shared/domain/ids.ts';
import type { Operator } from '../../../shared/domain/operators.ts';
import { summaryOf } from '../../../shared/domain/orders.ts';
import type { Policy } from '../../../shared/domain/policy.ts';
import type { Playbook } from '../../../shared/domain/playbooks.ts';
import type { Directory } from '../../../shared/protocol/messages.ts';
import type { Setup } from '../register/setup.ts';
import type { Bulkhead } from '../ports/bulkheads.ts';
import type { Handles } from './handles.ts';

/** One of whom nothing can be said is left out, and told of; the others are listed. */
const listed = <K extends string, T>(
  bulkhead: Bulkhead,
  handles: ReadonlyMap<K, Handle>,
  id: K,
  of: (handle: Handle) => T,
): readonly T[] => {
  const handle = handles.get(id);
  const list: T[] = [];
  if (handle !== undefined) bulkhead.run('directory', id, () => list.push(of(handle)));
  return list;
};

/** Who and what there is, without where. */
export const directoryOf = (
  setup: Setup,
  handles: Handles,
  parts: {
    readonly operators: readonly Operator[];
    readonly playbooks: readonly Playbook[];
    readonly policy: Pick<
      Policy,
      'clock' | 'hold' | 'outliving' | 'shelving' | 'story' | 'track' | 'alarms' | 'queue' | 'commands' | 'session'
    >;
  },
  bulkhead: Bulkhead,
): Directory => ({
  orders: setup.orders.flatMap((o) =>
    listed(bulkhead, handles.orders, o.id, (handle) => ({ handle, order: summaryOf(o) })),
  ),
  people: setup.people.flatMap((person) =>
    listed(bulkhead, handles.people, person.id, (handle) => ({ handle, person })),
  ),
  units: setup.units.flatMap(({ unit }) => listed(bulkhead, handles.units, unit.id, (handle) => ({ handle, unit }))),
  places: setup.places,
  operators: parts.operators,
  policy: {
    hold: parts.policy.hold,
    shelving: parts.policy.shelving,
    story: parts.policy.story,
    outliving: parts.policy.outliving,
    track: { maxLeg_s: parts.policy.track.maxLeg_s },
    clock: { fault_s: parts.policy.clock.fault_s },
    alarms: parts.policy.alarms,
    queue: parts.policy.queue,
    commands: parts.policy.commands,
    session: { warnBefore_s: parts.policy.session.warnBefore_s },
  },
  playbooks: parts.playbooks,
});
