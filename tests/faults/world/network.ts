import type { Chance } from '../../../main/monitoring/simulator/random.ts';
import type { ConsoleTransport } from '../../../main/monitoring/ports/consoles.ts';
import type { Dial } from '../../../main/console/link/socket.ts';
import type { Program } from './machine.ts';
import { createPipe } from './pipe.ts';
import type { Pipe, Way } from './pipe.ts';
import type { Time } from './time.ts';

/** What arrives at a console: JSON as text, or bytes. */
type Arrive = (name: string, content: string | Uint8Array) => void;
/** What a console sends: a call with its arguments as JSON, and who takes the answer, as JSON too. */
type Ask = (name: string, args: string, answer: (text: string) => void) => void;

/** The server that listens now. */
type Listening = {
  readonly program: Program;
  readonly refusalOf: (hello: unknown) => string | null;
  readonly take: (pipe: Pipe, hello: unknown, arrive: Arrive) => Ask;
};

/** The wires between one server and its consoles: what socket.io does, without a socket. */
export type Network = {
  readonly dialFrom: (name: string, program: Program) => Dial;
  readonly transportAt: (program: Program) => ConsoleTransport;
  /** Makes the way of a console so from now on. What this gives ends that again: what else is wrong with it goes on. */
  readonly become: (name: string, way: Way) => () => void;
};

const CONNECT_TIMEOUT_MS = 2000;
const REFUSED_AGAIN_MS = 5000;
/** A console with so much on its way to it is sent no volatile message. */
const BACKLOG_AT_MOST = 3;

export const createNetwork = (time: Time, chance: Chance): Network => {
  /** What is wrong with the way of a console, the latest last. */
  const ways = new Map<string, Way[]>();
  const pipes = new Map<string, Pipe>();
  let listening: Listening | null = null;
  const wayOf = (name: string): Way => ways.get(name)?.at(-1) ?? 'good';
  const delay_ms = (name: string): number =>
    wayOf(name) === 'slow' ? chance.between(300, 4000) : chance.between(1, 30);
  const retry_ms = (): number => chance.between(100, 1000);

  const transportAt: Network['transportAt'] = (program) => {
    type Connected = { readonly pipe: Pipe; readonly arrive: Arrive };
    const all = new Set<Connected>();
    const watch = new Set<Connected>();
    const emitTo =
      (to: Iterable<Connected>) =>
      (name: string, payload: unknown): void => {
        const text = JSON.stringify(payload);
        for (const { pipe, arrive } of to) pipe.send('console', () => arrive(name, text));
      };
    return {
      serve: ({ refusalOf, onConnection }) => {
        const take: Listening['take'] = (pipe, hello, arrive) => {
          const one = { pipe, arrive };
          const listeners: ((name: unknown, args: unknown, ack: unknown) => void)[] = [];
          const goodbyes: (() => void)[] = [];
          all.add(one);
          pipe.onCut('server', () => {
            all.delete(one);
            watch.delete(one);
            for (const tell of goodbyes) tell();
          });
          onConnection({
            hello,
            emit: emitTo([one]),
            emitNewest: (name, make) => {
              const bytes = pipe.backlog('console') < BACKLOG_AT_MOST ? make() : null;
              if (bytes === null) return;
              const copy = Uint8Array.from(bytes);
              pipe.send('console', () => arrive(name, copy));
            },
            joinWatch: () => void watch.add(one),
            leaveWatch: () => void watch.delete(one),
            onMessage: (listener) => void listeners.push(listener),
            onGone: (listener) => void goodbyes.push(listener),
            hangUp: pipe.cut,
          });
          return (name, args, answer) => {
            const ack = (said: unknown): void => {
              const text = JSON.stringify(said);
              pipe.send('console', () => answer(text));
            };
            pipe.send('server', () => {
              for (const listener of listeners) listener(name, JSON.parse(args), ack);
            });
          };
        };
        const mine: Listening = { program, refusalOf, take };
        listening = mine;
        program.onKilled(() => {
          if (listening === mine) listening = null;
        });
      },
      everybody: { emit: (name, payload) => emitTo(all)(name, payload) },
      watch: { emit: (name, payload) => emitTo(watch)(name, payload) },
      close: () => {
        for (const { pipe } of all) pipe.cut();
        return Promise.resolve();
      },
    };
  };

  const dialFrom: Network['dialFrom'] = (name, program) => (_url, hello, listener) => {
    type Open = { readonly pipe: Pipe; readonly ask: Ask };
    let open: Open | null = null;
    let isClosed = false;
    let cancelRetry = (): void => undefined;
    /** Calls that wait for their answers, each with what gives it up. */
    const owed = new Set<() => void>();

    const connectIn = (in_ms: number): void => {
      cancelRetry();
      if (!isClosed) cancelRetry = program.after(in_ms, connect);
    };
    const refuse = (reason: string, again_ms: number): void => {
      listener.onRefused(reason);
      connectIn(again_ms);
    };
    const lose = (pipe: Pipe): void => {
      if (open?.pipe !== pipe) return;
      open = null;
      for (const giveUp of owed) giveUp();
      listener.onDisconnect();
      connectIn(retry_ms());
    };
    const shakeHands = (to: Listening): void => {
      if (!to.program.isAlive()) return refuse('websocket error', retry_ms());
      const said: unknown = JSON.parse(JSON.stringify(hello));
      const refusal = to.refusalOf(said);
      if (refusal !== null) return refuse(refusal, REFUSED_AGAIN_MS);
      const ends = { console: program, server: to.program };
      const pipe = createPipe({ time, ends, way: () => wayOf(name), delay_ms: () => delay_ms(name) });
      pipes.set(name, pipe);
      pipe.onCut('console', () => lose(pipe));
      open = {
        pipe,
        ask: to.take(pipe, said, (event, content) =>
          listener.onMessage(event, typeof content === 'string' ? JSON.parse(content) : content),
        ),
      };
      return listener.onConnect();
    };
    const connect = (): void => {
      if (open !== null || isClosed) return;
      const to = listening;
      if (wayOf(name) === 'half-open') return connectIn(CONNECT_TIMEOUT_MS);
      if (to === null || wayOf(name) === 'cut') return refuse('websocket error', retry_ms());
      cancelRetry = program.after(2 * delay_ms(name), () => shakeHands(to));
    };
    const drop = (): void => {
      if (open === null) return;
      const { pipe } = open;
      lose(pipe);
      pipe.cut();
    };
    connectIn(1);
    return {
      isOpen: () => open !== null,
      ask: (call, args, timeout_ms) =>
        new Promise((resolve, reject) => {
          if (open === null) return reject(new Error('not connected'));
          const giveUp = (): void => {
            cancel();
            owed.delete(giveUp);
            reject(new Error('no answer'));
          };
          const cancel = program.after(timeout_ms, giveUp);
          owed.add(giveUp);
          return open.ask(call, JSON.stringify(args), (text) => {
            if (!owed.delete(giveUp)) return;
            cancel();
            resolve(JSON.parse(text));
          });
        }),
      redial: () => {
        drop();
        connectIn(1);
      },
      close: () => {
        isClosed = true;
        cancelRetry();
        drop();
      },
    };
  };

  return {
    dialFrom,
    transportAt,
    become: (name, way) => {
      const wrong = ways.get(name) ?? [];
      ways.set(name, wrong);
      wrong.push(way);
      if (way === 'cut') pipes.get(name)?.cut();
      return () => void wrong.splice(wrong.indexOf(way), 1);
    },
  };
};
