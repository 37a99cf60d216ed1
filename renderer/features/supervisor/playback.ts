/** Time conductor of the review: where it stands, whether it runs, how many times as fast as it happened. */
export type Playback = {
  readonly at_ms: number;
  readonly playing: boolean;
  readonly speed: number;
  readonly from_ms: number;
  readonly to_ms: number;
};

/** First and last moment that can be replayed, epoch ms. */
export type ReplaySpan = Pick<Playback, 'from_ms' | 'to_ms'>;

export const PLAYBACK_SPEEDS: readonly number[] = [1, 2, 5, 10, 20];

export const seek = (playback: Playback, at_ms: number): Playback => ({
  ...playback,
  at_ms: Math.min(playback.to_ms, Math.max(playback.from_ms, at_ms)),
});

/** Starts or stops; starting at the end begins anew. */
export const toggle = (playback: Playback): Playback => {
  const atEnd = playback.at_ms >= playback.to_ms;
  return {
    ...playback,
    playing: !playback.playing,
    at_ms: !playback.playing && atEnd ? playback.from_ms : playback.at_ms,
  };
};

/** `passed_ms` of real time later; stops at the end. */
export const advance = (playback: Playback, passed_ms: number): Playback => {
  if (!playback.playing) return playback;
  const next = seek(playback, playback.at_ms + passed_ms * playback.speed);
  return next.at_ms >= next.to_ms ? { ...next, playing: false } : next;
};
