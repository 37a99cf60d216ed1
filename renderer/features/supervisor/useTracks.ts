import { useCallback, useEffect, useState } from 'react';
import type { ApiCallResult } from '../../../shared/api/contract.ts';
import type { IncidentId } from '../../../shared/domain/ids.ts';
import type { Refusal } from '../../../shared/domain/incidents/commands.ts';
import { getApi } from '../../bridge/index.ts';

type Answer = ApiCallResult<'positions'>;
export type RecordedTracks = Extract<Answer, { readonly ok: true }>['value'];

export type TracksState =
  | { readonly phase: 'closed' }
  | { readonly phase: 'loading' }
  | { readonly phase: 'open'; readonly value: RecordedTracks }
  | { readonly phase: 'refused'; readonly refusal: Refusal }
  | { readonly phase: 'failed' };

type Held = { readonly key: string; readonly state: TracksState };

/** Asks the server; what goes wrong becomes a state. */
const load = async (incidentId: IncidentId): Promise<TracksState> => {
  try {
    const answer = await getApi().call('positions', { incidentId });
    return answer.ok ? { phase: 'open', value: answer.value } : { phase: 'refused', refusal: answer.error };
  } catch {
    return { phase: 'failed' };
  }
};

/**
 * Recorded positions of an incident while a lease opens them. They live in this component alone and are dropped the moment the
 * lease ends.
 */
export const useTracks = (incidentId: IncidentId, leased: boolean): readonly [TracksState, () => void] => {
  const [held, setHeld] = useState<Held | null>(null);
  const [attempt, setAttempt] = useState(0);
  const key = `${incidentId}:${attempt}`;
  useEffect(() => {
    if (!leased) return undefined;
    let current = true;
    const ask = async (): Promise<void> => {
      const state = await load(incidentId);
      if (current) setHeld({ key, state });
    };
    void ask();
    return () => {
      current = false;
      setHeld(null);
    };
  }, [incidentId, leased, key]);
  const retry = useCallback(() => setAttempt((n) => n + 1), []);
  if (!leased) return [{ phase: 'closed' }, retry];
  return [held?.key === key ? held.state : { phase: 'loading' }, retry];
};
