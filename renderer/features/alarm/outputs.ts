/** Whether this machine has anything to hear a tone on, as far as the browser tells: `unknown` where it does not. */
export type OutputState = 'asking' | 'present' | 'missing' | 'unknown';

/** A list that has not come after so long is taken for none, milliseconds. */
const ANSWER_WITHIN_MS = 3000;

/** Browsers that let a page choose its output list outputs; the others list none, whether there are any or not. */
const listsOutputs = (): boolean => 'AudioContext' in window && 'setSinkId' in AudioContext.prototype;

const look = async (devices: MediaDevices): Promise<OutputState> => {
  try {
    const all = await devices.enumerateDevices();
    if (all.some(({ kind }) => kind === 'audiooutput')) return 'present';
    return listsOutputs() ? 'missing' : 'unknown';
  } catch {
    return 'unknown';
  }
};

/** Tells of the outputs now and with each that comes or goes. Returns what stops it. */
export const watchOutputs = (tell: (state: OutputState) => void): (() => void) => {
  // Typed as always there; it is not in a page without a secure origin, nor in a document without a browser.
  const devices: MediaDevices | undefined = 'mediaDevices' in navigator ? navigator.mediaDevices : undefined;
  if (devices === undefined) {
    tell('unknown');
    return () => undefined;
  }
  let turn = 0;
  const ask = (): void => {
    const mine = (turn += 1);
    const say = (state: OutputState): void => {
      clearTimeout(late);
      if (mine === turn) tell(state);
    };
    const late = setTimeout(() => say('unknown'), ANSWER_WITHIN_MS);
    void look(devices).then(say);
  };
  ask();
  devices.addEventListener('devicechange', ask);
  return () => {
    turn += 1;
    devices.removeEventListener('devicechange', ask);
  };
};
