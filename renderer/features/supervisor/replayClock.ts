import { useEffect, useMemo } from 'react';
import { createStore, useStore } from 'zustand';
import type { StoreApi } from 'zustand';
import type { RecordReplay, ReplayMoment } from '../record/index.ts';
import { advance, seek } from './playback.ts';
import type { Playback, ReplaySpan } from './playback.ts';

/** Real time between two pictures while playing. */
const FRAME_MS = 200;

/** Where the review of an incident stands, whatever of it can be replayed. `at_ms` is null until somebody has moved it. */
export type ReplayState = ReplayMoment & { readonly playing: boolean; readonly speed: number };

/** The one clock that replay and record of an incident under review go by. */
export type ReplayClock = { readonly moment: StoreApi<ReplayState>; readonly seek: RecordReplay['seek'] };

export const createReplayClock = (): ReplayClock => {
  const moment = createStore((): ReplayState => ({ at_ms: null, line: null, playing: false, speed: 5 }));
  return { moment, seek: (at_ms, line) => moment.setState({ at_ms, line, playing: false }) };
};

/** The state within what can be replayed: a moment outside of it is held at the nearer end. */
export const playbackOf = ({ at_ms, playing, speed }: ReplayState, { from_ms, to_ms }: ReplaySpan): Playback =>
  seek({ at_ms: from_ms, playing, speed, from_ms, to_ms }, at_ms ?? from_ms);

/** The state after its playback has changed. What was sought in the record stands until the playback itself moves. */
export const changed = (state: ReplayState, before: Playback, { at_ms, playing, speed }: Playback): ReplayState =>
  at_ms === before.at_ms && !playing ? { ...state, playing, speed } : { at_ms, line: null, playing, speed };

/** The clock over what can be replayed; runs while it plays. */
export const usePlayback = (clock: ReplayClock, span: ReplaySpan): readonly [Playback, (next: Playback) => void] => {
  const state = useStore(clock.moment);
  const { from_ms, to_ms } = span;
  const playback = useMemo(() => playbackOf(state, { from_ms, to_ms }), [state, from_ms, to_ms]);
  useEffect(() => {
    if (!state.playing) return undefined;
    const turn = (): void =>
      clock.moment.setState((now) => {
        const before = playbackOf(now, { from_ms, to_ms });
        return changed(now, before, advance(before, FRAME_MS));
      });
    const timer = setInterval(turn, FRAME_MS);
    return () => clearInterval(timer);
  }, [clock, state.playing, from_ms, to_ms]);
  return [playback, (next) => clock.moment.setState((now) => changed(now, playback, next))];
};
