import type { ClockFaultCause, ClockHealth, ConsolesSay } from '../../../shared/domain/clockHealth.ts';
import type { Policy } from '../../../shared/domain/policy.ts';
import type { Clock } from './clock.ts';
import type { TimeSource } from '../../files/systemTime.ts';
import { createWitnesses } from './witnesses.ts';

/** What is known of a clock fault beside what every desk is told. */
export type ClockFault = { readonly cause: ClockFaultCause; readonly consoles: ConsolesSay };

/** The server's time, and what it holds of the machine's clock. */
export type JudgedClock = Clock & {
  /** Compares the clocks; to be called once a second. */
  readonly look: () => void;
  /** A device's message was received whose newest time is `at_ms`. */
  readonly heardDevice: (device: string, at_ms: number) => void;
  /** A console has just told its own time. */
  readonly heardConsole: (console: string, at_ms: number) => void;
  /** The last entry on disk was recorded at this time, before this server started. */
  readonly startAfter: (recordedAt_ms: number) => void;
  /** By how much the time was set that this clock had told from the start until it was first judged: so wrong was what it stamped till then. */
  readonly corrected_ms: () => number;
  readonly health: () => ClockHealth;
  /** Null while there is no fault. */
  readonly fault: () => ClockFault | null;
};

/** A fault is over below this share of what begins one, so that it does not come and go. */
const OVER_SHARE = 0.5;
/** Two medians of the same devices are apart by so much for no reason. */
const NOISE_MS = 500;
const CONSOLES_AT_MOST = 1000;
const CONSOLE_COUNTS_MS = 10_000;

const held = (value: number, most: number): number => Math.min(Math.max(value, -most), most);

/**
 * Time is the time that passes, counted from what the wall clock said at the start. The wall clock is followed in what little a good one is
 * corrected by; what is more is a fault of it, said and not followed. What the devices say together goes before it: their times come from
 * satellites. While this server was awake and has once been found right, they can slow or speed its time, no more: whole networks are late
 * at times. Only what no network can do, messages out of the future, and what came before it was first judged set it.
 */
export const createJudgedClock = (source: TimeSource, policy: Policy['clock']): JudgedClock => {
  const { wall_ms, elapsed_ms } = source;
  const fault_ms = policy.fault_s * 1000;
  const witnesses = createWitnesses(policy);
  const consoles = new Map<string, { readonly wall_ms: number; readonly at_ms: number }>();
  /** Epoch ms at which the elapsed time was 0, as this clock holds it, and as the wall clock says. */
  let base_ms = wall_ms() - elapsed_ms();
  let wallBase_ms = base_ms;
  /** The median delay that is taken for that of the network; null until the devices have judged this clock. */
  let usual_ms: number | null = null;
  let isJudged = false;
  let corrected_ms = 0;
  /** Until it is first judged, or the machine has slept: a sleep is no error of what was stamped before it. */
  let isAsStarted = true;
  let lastLook_ms = elapsed_ms();
  /** When the last entry on disk was recorded, and whether the wall clock stands before it: then it is wrong, or it was. */
  let recorded_ms = Number.NEGATIVE_INFINITY;
  let isBehindRecord = false;
  let fault: { readonly since_ms: number; readonly cause: ClockFaultCause } | null = null;

  const now = (): number => Math.round(base_ms + elapsed_ms());

  const setBase = (to_ms: number): void => {
    if (isAsStarted) corrected_ms += Math.round(to_ms - base_ms);
    base_ms = to_ms;
  };

  /** Sets the time to what the devices say; exactly to the wall clock's where that agrees, since devices know nothing of their delay. */
  const setTo = (delay_ms: number): void => {
    const isWallRight = Math.abs(wallBase_ms + delay_ms) <= fault_ms;
    setBase(isWallRight ? wallBase_ms : -delay_ms);
    usual_ms = base_ms + delay_ms;
    isAsStarted = false;
  };

  /** Lets the devices' median say what it may; true where it has moved this clock. */
  const hearDevices = (passed_ms: number): boolean => {
    const { all_ms, settled_ms } = witnesses.verdict(lastLook_ms);
    isJudged = false;
    if (all_ms === null) return false;
    // Nobody believes that: receivers whose weeks have rolled over say so by the thousand.
    if (!isBehindRecord && Math.abs(base_ms + all_ms) > policy.atMost_s * 1000) return false;
    if (base_ms + all_ms < -fault_ms) {
      setTo(all_ms);
      isJudged = true;
      return true;
    }
    if (usual_ms === null) {
      if (settled_ms === null) return false;
      isJudged = true;
      if (Math.abs(base_ms + settled_ms) > fault_ms) {
        setTo(settled_ms);
        return true;
      }
      usual_ms = base_ms + settled_ms;
      isAsStarted = false;
      return false;
    }
    isJudged = true;
    const off_ms = base_ms + (settled_ms ?? all_ms) - usual_ms;
    if (Math.abs(off_ms) <= NOISE_MS) return false;
    base_ms -= held(off_ms, (passed_ms * policy.drift_ppm) / 1e6);
    return true;
  };

  const consolesSay = (): ConsolesSay => {
    const elapsed = elapsed_ms();
    const said = [...consoles.values()].filter(({ at_ms }) => elapsed - at_ms <= CONSOLE_COUNTS_MS);
    if (said.length === 0) return 'unheard';
    const same = said.filter((one) => Math.abs(one.wall_ms - one.at_ms - base_ms) <= fault_ms).length;
    return same * 2 > said.length ? 'same' : 'otherwise';
  };

  const lookAtRecord = (): void => {
    const was = isBehindRecord;
    isBehindRecord = usual_ms === null && wall_ms() < recorded_ms - fault_ms;
    // A clock that was known to be wrong, and that nobody could judge, has been put right.
    if (was && !isBehindRecord && usual_ms === null) setBase(wallBase_ms);
  };

  const look = (): void => {
    const elapsed = elapsed_ms();
    const passed_ms = elapsed - lastLook_ms;
    lastLook_ms = elapsed;
    const stepped_ms = wall_ms() - elapsed - wallBase_ms;
    wallBase_ms += stepped_ms;
    if (passed_ms > policy.heldUp_s * 1000) {
      // The machine slept, or this process did not run: what was heard before says nothing of now.
      witnesses.clear();
      usual_ms = null;
      isAsStarted = false;
    }
    const isMoved = hearDevices(passed_ms);
    lookAtRecord();
    const offset_ms = wallBase_ms - base_ms;
    const isFault = isBehindRecord || Math.abs(offset_ms) > (fault === null ? 1 : OVER_SHARE) * fault_ms;
    if (!isFault) fault = null;
    else if (fault === null) {
      const isStep = Math.abs(stepped_ms) > fault_ms * OVER_SHARE;
      const cause = isBehindRecord ? 'record' : isStep ? 'step' : isMoved ? 'devices' : 'drift';
      fault = { since_ms: now(), cause };
    }
    if (!isFault && !isMoved) base_ms += held(offset_ms, (passed_ms * policy.follow_ppm) / 1e6);
  };

  return {
    now,
    look,
    heardDevice: (device, at_ms) => {
      const elapsed = elapsed_ms();
      witnesses.heard(device, elapsed - at_ms, elapsed);
    },
    heardConsole: (console, at_ms) => {
      if (consoles.size >= CONSOLES_AT_MOST) consoles.clear();
      consoles.set(console, { wall_ms: at_ms, at_ms: elapsed_ms() });
    },
    startAfter: (recordedAt_ms) => {
      recorded_ms = recordedAt_ms;
      lookAtRecord();
      if (isBehindRecord) fault ??= { since_ms: now(), cause: 'record' };
    },
    corrected_ms: () => corrected_ms,
    health: () => {
      if (fault !== null) {
        const by_ms = isBehindRecord ? wall_ms() - recorded_ms : wallBase_ms - base_ms;
        return { state: 'fault', since_ms: fault.since_ms, offset_s: Math.round(by_ms / 1000) };
      }
      return { state: isJudged ? 'right' : 'unjudged' };
    },
    fault: () => (fault === null ? null : { cause: fault.cause, consoles: consolesSay() }),
  };
};
