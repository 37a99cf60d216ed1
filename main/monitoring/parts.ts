import type { CommandBody } from '../../shared/domain/incidents/commands.ts';
import type { Mode, Operator } from '../../shared/domain/operators.ts';
import type { Playbook } from '../../shared/domain/playbooks.ts';
import type { Policy } from '../../shared/domain/policy.ts';
import type { MeasureWait } from './metrics/waits.ts';
import type { Bulkhead } from './ports/bulkheads.ts';
import type { CommitQueue, RecordReads } from './ports/record.ts';
import type { AccessSpill } from './ports/spill.ts';
import type { Setup } from './register/setup.ts';
import type { Streets } from './streets/streets.ts';
import type { Clock } from './time/clock.ts';
import type { JudgedClock } from './time/judgedClock.ts';

/** What the monitoring server is made from. Everything that is not pure is handed in. */
export type MonitoringParts = {
  readonly clock: Clock;
  /** Milliseconds on a clock that never jumps, also where `clock` is an exercise's; without one, `clock` is taken for it. */
  readonly elapsed_ms?: () => number;
  /** What the clock holds of itself; absent where its time is no machine's. */
  readonly judged?: Pick<JudgedClock, 'now' | 'corrected_ms' | 'health' | 'fault' | 'startAfter'> | null;
  readonly mode: Mode;
  /** A fresh id that begins with the prefix. */
  readonly newId: (prefix: string) => string;
  readonly store: RecordReads;
  readonly commits: CommitQueue;
  /** Where lines of the access log for leases outlive a killed server; absent where the store is in memory. */
  readonly spill?: AccessSpill;
  readonly policy: Policy;
  readonly setup: Setup;
  readonly streets: Streets;
  readonly operators: readonly Operator[];
  /** What a dispatcher is reminded of, by what an alert is about. */
  readonly playbooks: readonly Playbook[];
  /** Told when the store refuses a write; nothing is lost, since the rules find again what could not be recorded. */
  readonly onStoreFailure: (thrown: unknown) => void;
  /** Told of an order that could not be evaluated or recorded: it is left out and told to every desk, the others go on. */
  readonly onOrderFailure: (thrown: unknown) => void;
  /** Keeps what fails apart from what does not; by default what fails ends the run. */
  readonly bulkhead?: Bulkhead;
  /** Told of a command that could not be decided, by its kind. */
  readonly onCommandFailure: (kind: CommandBody['kind'], thrown: unknown) => void;
  /** Told of a fix that was held back and dropped, so that nothing is left out uncounted. */
  readonly count: (reason: 'implausible' | 'position-dropped' | 'distance-unlogged') => void;
  /** Measures how long alarms that the store refused are owed. */
  readonly measureOwed?: MeasureWait;
  /** Measures how long what the rules found waits to be stored. */
  readonly measureFound?: MeasureWait;
};
