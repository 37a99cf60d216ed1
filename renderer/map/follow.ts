import type { IncidentId } from '../../shared/domain/ids.ts';

/** Whether the camera keeps the selected incident in view, and for which alarm of it that was last decided. */
export type Follow = {
  readonly following: boolean;
  readonly incident: IncidentId | null;
  readonly soundedAt_ms: number;
  /** The camera has moved to this incident at least once. */
  readonly fitted: boolean;
};

export type FollowEvent =
  /** What is on the map now; `moved` when the followed no longer fits the view. */
  | {
      readonly type: 'scene';
      readonly incident: IncidentId | null;
      /** When the incident last sounded: a later time means that its level or certainty rose. */
      readonly soundedAt_ms: number;
      readonly points: number;
      readonly moved: boolean;
    }
  | { readonly type: 'pan' }
  | { readonly type: 'fit' };

export const notFollowing: Follow = { following: false, incident: null, soundedAt_ms: 0, fitted: false };

const onScene = (follow: Follow, event: Extract<FollowEvent, { type: 'scene' }>): Follow => {
  const { incident, soundedAt_ms } = event;
  const anew = incident !== null && (incident !== follow.incident || soundedAt_ms > follow.soundedAt_ms);
  if (anew) return { following: true, incident, soundedAt_ms, fitted: false };
  return incident === null ? notFollowing : follow;
};

/**
 * One step of following: selecting an incident or a rise of its level starts it, the operator's own panning ends it, Fit takes it
 * up again. `move` says that the camera is to fit what is followed now.
 */
export const stepFollow = (follow: Follow, event: FollowEvent): { readonly follow: Follow; readonly move: boolean } => {
  switch (event.type) {
    case 'pan':
      return { follow: { ...follow, following: false, fitted: true }, move: false };
    case 'fit':
      return { follow: { ...follow, following: follow.incident !== null, fitted: true }, move: true };
    case 'scene': {
      const next = onScene(follow, event);
      const move = next.following && event.points > 0 && (!next.fitted || event.moved);
      return { follow: move ? { ...next, fitted: true } : next, move };
    }
  }
};
