import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { SoundCheck, SoundOff } from '../../../shared/api/sound.ts';
import { watchOutputs } from './outputs.ts';
import type { OutputState } from './outputs.ts';
import { createPlayer } from './player.ts';
import type { AudioState, Player } from './player.ts';
import { consoleNow } from '../../lib/pageClock.ts';

type Sound = {
  /** Null while no alarm can ring on this page. */
  readonly player: Player | null;
  readonly audio: AudioState;
  readonly output: OutputState;
  /** When an output last came or went while this page was shown, this machine's clock; 0: none has. */
  readonly outputsChangedAt_ms: number;
  /** What sounds the alarms cannot be drawn. */
  readonly isBroken: boolean;
};

const SILENT: Sound = { player: null, audio: 'starting', output: 'asking', outputsChangedAt_ms: 0, isBroken: false };

const soundStore = createStore<Sound>(() => SILENT);

export const useSound = <T>(select: (sound: Sound) => T): T => useStore(soundStore, select);

/** Opens this page's audio and watches over it. Returns what closes it. */
export const openSound = (): (() => void) => {
  const player = createPlayer();
  soundStore.setState({ ...SILENT, isBroken: soundStore.getState().isBroken, player });
  player.onState((audio) => soundStore.setState({ audio }));
  const stopWatching = watchOutputs((output) =>
    soundStore.setState((before) => ({
      output,
      outputsChangedAt_ms: before.output === 'asking' ? before.outputsChangedAt_ms : consoleNow(),
    })),
  );
  return () => {
    stopWatching();
    player.close();
    soundStore.setState({ ...SILENT, isBroken: soundStore.getState().isBroken });
  };
};

/** Nothing sounds the alarms on this page until what is returned is called. */
export const breakAlarm = (): (() => void) => {
  soundStore.setState({ isBroken: true });
  return () => soundStore.setState({ isBroken: false });
};

/**
 * Why an alarm would not be heard at this desk; null where it would. What is not known counts as off, until somebody has said that they heard
 * the test tone: an ear knows better than the browser, until another output comes or goes. `muted`: the shell lets no page sound.
 */
export const soundOff = (
  { audio, output, outputsChangedAt_ms, isBroken }: Omit<Sound, 'player'>,
  check: SoundCheck | null,
  muted: boolean,
): SoundOff | null => {
  if (isBroken) return 'broken';
  if (muted) return 'muted';
  if (audio === 'failed' || audio === 'blocked') return audio;
  if (check?.heard === false) return 'unheard';
  if (check !== null && check.at_ms >= outputsChangedAt_ms) return null;
  if (output === 'missing') return 'no-output';
  return output === 'unknown' ? 'unknown' : null;
};
