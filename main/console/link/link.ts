import { isDeepStrictEqual } from 'node:util';
import type { LinkState } from '../../../shared/api/contract.ts';
import { err } from '../../../shared/domain/result.ts';
import type { Result } from '../../../shared/domain/result.ts';
import type {
  Hello,
  ServerCallArgs,
  ServerCallName,
  ServerCallResult,
  ServerEventName,
  ServerEventPayload,
  StoreHealth,
} from '../../../shared/protocol/messages.ts';
import { HEARTBEAT_LOST_MS } from '../../../shared/protocol/version.ts';
import type { Clock, Timers } from '../clock.ts';
import { createOffset } from './offset.ts';
import { openSocket } from './socket.ts';
import type { CallFailure, Dial, ServerSocket } from './socket.ts';
import { createWatchdog } from './watchdog.ts';

const CALL_TIMEOUT_MS = 5000;

/** A link lost this long although the socket claims to be open is dialled anew. */
const REDIAL_AFTER_MS = 3000;

/** Offset changes below this are noise and not worth an event. */
const OFFSET_STEP_MS = 50;
const MACHINE_STEP_MS = 500;

export type LinkStatus = LinkState['status'];
export type LinkView = Pick<
  LinkState,
  'status' | 'since_ms' | 'clockOffset_ms' | 'machineClockOff_ms' | 'simulated' | 'serverStore' | 'clock'
>;

export type LinkListener = {
  readonly onChange: () => void;
  /** First heartbeat on a new connection, or after a silence on the old one: session and record pick up from here. */
  readonly onUp: () => void;
  readonly onHeartbeat: (head: number) => void;
  readonly onEvent: <K extends Exclude<ServerEventName, 'heartbeat'>>(name: K, payload: ServerEventPayload<K>) => void;
  readonly onPresence: (bytes: Uint8Array) => void;
  readonly onInvalid: (what: string) => void;
};

export type Link = {
  readonly view: () => LinkView;
  readonly isUp: () => boolean;
  /** Resolves to true as soon as the link is up, to false when it is not within the limit. */
  readonly whenUp: (limit_ms: number) => Promise<boolean>;
  /** Server time now, epoch ms, as far as it is known. */
  readonly serverNow: () => number;
  /** A time of this console's clock by the server's, epoch ms, as far as that is known. */
  readonly toServerTime: (at_ms: number) => number;
  readonly call: <K extends ServerCallName>(
    name: K,
    args: ServerCallArgs<K>,
    timeout_ms?: number,
  ) => Promise<Result<ServerCallResult<K>, CallFailure>>;
  /**
   * Whether something asked from now on has been answered. What the server answers at once comes in the order of the questions: one
   * asked before, and still without its answer then, was left out, and not merely not read yet by a console that is behind.
   */
  readonly watchLaterAnswers: () => () => boolean;
  readonly close: () => void;
};

type LinkOptions = {
  /** Resolves once the server's address is known: its port may be given out only when it starts. */
  readonly url: Promise<string>;
  readonly hello: Hello;
  readonly dial: Dial;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly listener: LinkListener;
};

const isSameHealth = (a: StoreHealth, b: StoreHealth | null): boolean =>
  a.state === 'working' || b?.state !== 'refusing'
    ? a.state === b?.state
    : a.since_ms === b.since_ms && a.waiting === b.waiting;

/** The console's one link to its monitoring server, with a heartbeat of its own (domain: a lost feed is said within a second). */
export const createLink = ({ url, hello, dial, clock, timers, listener }: LinkOptions): Link => {
  const offset = createOffset();
  let view: LinkView = {
    status: 'connecting',
    since_ms: clock.now(),
    clockOffset_ms: null,
    machineClockOff_ms: null,
    simulated: null,
    clock: null,
    serverStore: null,
  };
  let socket: ServerSocket | null = null;
  let closed = false;
  /** When the last heartbeat came. */
  let heard_ms = clock.now();
  const waiting = new Set<() => void>();
  let asked = 0;
  let lastAnswered = 0;
  let cancelRedial: () => void = () => undefined;

  const set = (next: Partial<LinkView>): void => {
    view = { ...view, ...next };
    listener.onChange();
  };
  const become = (status: LinkStatus): void => {
    if (view.status !== status) set({ status, since_ms: clock.now() });
  };
  const lose = (): void => {
    watchdog.stop();
    // A console that slept is told so when it wakes: the picture is as old as what was heard last.
    if (view.status === 'up') set({ status: 'lost', since_ms: heard_ms });
    cancelRedial();
    cancelRedial = timers.after(REDIAL_AFTER_MS, () => {
      if (view.status !== 'up') socket?.redial();
    });
  };
  const watchdog = createWatchdog(HEARTBEAT_LOST_MS, timers, lose);

  /** Says how far this machine's clock is from the server's time, without a word for what is only the way's delay. */
  const judgeMachine = (clockOffset_ms: number): void => {
    if (clock.wall_ms === undefined) return;
    const machineClockOff_ms = Math.round(clock.wall_ms() - clock.now() - clockOffset_ms);
    if (Math.abs(machineClockOff_ms - (view.machineClockOff_ms ?? Infinity)) >= MACHINE_STEP_MS)
      set({ machineClockOff_ms });
  };

  const heartbeat = (beat: ServerEventPayload<'heartbeat'>): void => {
    const { serverTime_ms, head, store, simulated } = beat;
    watchdog.feed();
    cancelRedial();
    heard_ms = clock.now();
    const clockOffset_ms = offset.add(serverTime_ms, clock.now());
    if (Math.abs(clockOffset_ms - (view.clockOffset_ms ?? Infinity)) >= OFFSET_STEP_MS) set({ clockOffset_ms });
    judgeMachine(clockOffset_ms);
    if (simulated !== view.simulated) set({ simulated });
    if (!isDeepStrictEqual(beat.clock, view.clock)) set({ clock: beat.clock });
    if (!isSameHealth(store, view.serverStore)) set({ serverStore: store });
    const wasUp = view.status === 'up';
    become('up');
    for (const arrived of waiting) arrived();
    if (!wasUp) listener.onUp();
    listener.onHeartbeat(head);
  };

  void url.then((address) => {
    if (closed) return;
    socket = openSocket(dial, address, hello, {
      onConnect: watchdog.feed,
      onDisconnect: lose,
      onUnreachable: () => become('lost'),
      onMismatch: () => become('refused'),
      onEvent: (name, payload) => {
        // Narrowing a generic pair needs one cast each: name and payload come from the same schema table.
        if (name === 'heartbeat') heartbeat(payload as ServerEventPayload<'heartbeat'>);
        else listener.onEvent(name, payload as ServerEventPayload<Exclude<typeof name, 'heartbeat'>>);
      },
      onPresence: listener.onPresence,
      onInvalid: listener.onInvalid,
    });
  });

  const toServerTime: Link['toServerTime'] = (at_ms) => Math.max(0, Math.round(at_ms + (view.clockOffset_ms ?? 0)));

  return {
    view: () => view,
    isUp: () => view.status === 'up',
    whenUp: (limit_ms) =>
      new Promise((resolve) => {
        if (view.status === 'up') return resolve(true);
        const settle = (up: boolean): void => {
          waiting.delete(arrived);
          cancel();
          resolve(up);
        };
        const arrived = (): void => settle(true);
        const cancel = timers.after(limit_ms, () => settle(false));
        waiting.add(arrived);
      }),
    serverNow: () => toServerTime(clock.now()),
    toServerTime,
    call: async (name, args, timeout_ms = CALL_TIMEOUT_MS) => {
      if (socket === null) return err('offline');
      asked += 1;
      const number = asked;
      const answer = await socket.call(name, args, timeout_ms);
      if (answer.ok) lastAnswered = Math.max(lastAnswered, number);
      return answer;
    },
    watchLaterAnswers: () => {
      const before = asked;
      return () => lastAnswered > before;
    },
    close: () => {
      closed = true;
      watchdog.stop();
      cancelRedial();
      socket?.close();
    },
  };
};
