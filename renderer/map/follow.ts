import type { IncidentId } from '../../shared/domain/ids.ts';

/** A camera that moves under somebody's typing takes their eyes off it: what happens moves it only so long after a key, milliseconds. */
export const STILL_AFTER_KEY_MS = 2000;

/** Whether the camera keeps the selected incident in view, and for which sounding of it that was last decided. */
export type Follow = {
  readonly following: boolean;
  readonly incident: IncidentId | null;
  readonly sounding: number;
  /** The camera has moved to this incident at least once. */
  readonly fitted: boolean;
};

export type FollowEvent =
  /** What is on the map now; `moved` when the followed no longer fits the view. */
  | {
      readonly type: 'scene';
      readonly incident: IncidentId | null;
      /** Number of the incident's last sounding: a greater one means that something new rings. */
      readonly sounding: number;
      /** Somebody pressed a key within `STILL_AFTER_KEY_MS`. */
      readonly typing: boolean;
      readonly points: number;
      readonly moved: boolean;
    }
  | { readonly type: 'pan' }
  | { readonly type: 'fit' };

export const notFollowing: Follow = { following: false, incident: null, sounding: 0, fitted: false };

const onScene = (follow: Follow, event: Extract<FollowEvent, { type: 'scene' }>): Follow => {
  const { incident, sounding } = event;
  const anew = incident !== null && (incident !== follow.incident || sounding > follow.sounding);
  if (anew) return { following: true, incident, sounding, fitted: false };
  return incident === null ? notFollowing : follow;
};

/**
 * One step of following: selecting an incident or a new sounding of it starts it, the operator's own panning ends it, Fit takes it
 * up again. `move` says that the camera is to fit what is followed now. What another incident does moves nothing, and while keys are pressed
 * only another selection does: the rest is made up for once they rest.
 */
export const stepFollow = (follow: Follow, event: FollowEvent): { readonly follow: Follow; readonly move: boolean } => {
  switch (event.type) {
    case 'pan':
      return { follow: { ...follow, following: false, fitted: true }, move: false };
    case 'fit':
      return { follow: { ...follow, following: follow.incident !== null, fitted: true }, move: true };
    case 'scene': {
      const next = onScene(follow, event);
      const isDue = next.following && event.points > 0 && (!next.fitted || event.moved);
      const move = isDue && (!event.typing || next.incident !== follow.incident);
      return { follow: move ? { ...next, fitted: true } : next, move };
    }
  }
};
