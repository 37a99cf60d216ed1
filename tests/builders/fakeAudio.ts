import { vi } from 'vitest';

type FakeOscillator = { readonly hertz: number; readonly start_s: number };

/** Stands in for the browser's audio, which a test environment has none of. */
export type FakeAudio = {
  /** Every note that was started, in order. */
  readonly started: readonly FakeOscillator[];
  /** How many contexts were opened. */
  readonly opened: () => number;
  /** The browser lets the page sound once somebody asks for it. */
  readonly allow: () => void;
  readonly suspend: () => void;
  /** Reports an error of the device behind the newest context. */
  readonly breakDown: () => void;
  /** Its clock goes on by so many seconds. */
  readonly pass: (seconds: number) => void;
};

/** Puts a stand-in for the browser's audio into the page; `blocked`: it waits for a press. */
export const stubAudio = ({ blocked }: { readonly blocked: boolean }): FakeAudio => {
  const started: FakeOscillator[] = [];
  const contexts: FakeContext[] = [];
  let isBlocked = blocked;
  let now_s = 0;

  class Param {
    setValueAtTime = (): void => undefined;
    linearRampToValueAtTime = (): void => undefined;
  }
  class FakeContext extends EventTarget {
    state: string = 'suspended';
    destination = {};
    constructor() {
      super();
      contexts.push(this);
      if (!isBlocked) void this.resume();
    }
    /** Its being there is what tells a browser that lists outputs. */
    setSinkId(): void {
      this.change(this.state);
    }
    get currentTime(): number {
      return now_s;
    }
    change(state: string): void {
      if (this.state === state || this.state === 'closed') return;
      this.state = state;
      this.dispatchEvent(new Event('statechange'));
    }
    resume = async (): Promise<void> => {
      // Held back, a browser leaves the promise open.
      if (isBlocked) return new Promise(() => undefined);
      this.change('running');
    };
    close = async (): Promise<void> => this.change('closed');
  }
  class Node {
    gain = new Param();
    frequency = new Param();
    readonly hertz: number;
    constructor(_context: unknown, options: { readonly frequency?: number }) {
      this.hertz = options.frequency ?? 0;
    }
    connect = (next: unknown): unknown => next;
    start = (start_s: number): void => void started.push({ hertz: this.hertz, start_s });
    stop = (): void => undefined;
  }
  vi.stubGlobal('AudioContext', FakeContext);
  vi.stubGlobal('GainNode', Node);
  vi.stubGlobal('OscillatorNode', Node);
  vi.stubGlobal('PeriodicWave', Node);
  return {
    started,
    opened: () => contexts.length,
    allow: () => {
      isBlocked = false;
    },
    suspend: () => contexts.at(-1)?.change('suspended'),
    breakDown: () => void contexts.at(-1)?.dispatchEvent(new Event('error')),
    pass: (seconds) => {
      now_s += seconds;
    },
  };
};

/** Puts the machine's outputs into the page. Returns what plugs one in or pulls it out. */
export const stubOutputs = (count: number): ((next: number) => void) => {
  let outputs = count;
  const devices = Object.assign(new EventTarget(), {
    enumerateDevices: async () => Array.from({ length: outputs }, () => ({ kind: 'audiooutput' })),
  });
  vi.stubGlobal('navigator', Object.assign(Object.create(navigator), { mediaDevices: devices }));
  return (next) => {
    outputs = next;
    devices.dispatchEvent(new Event('devicechange'));
  };
};
