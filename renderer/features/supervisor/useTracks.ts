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

/**
 * Recorded positions of an incident while a lease opens them. They live in this component alone and are dropped the moment the
 * lease ends.
 */
export const useTracks = (incidentId: IncidentId, leased: boolean): readonly [TracksState, () => void] => {
  const [state, setState] = useState<TracksState>({ phase: 'closed' });
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    if (!leased) {
      setState({ phase: 'closed' });
      return undefined;
    }
    let current = true;
    setState({ phase: 'loading' });
    getApi()
      .call('positions', { incidentId })
      .then(
        (answer): TracksState =>
          answer.ok ? { phase: 'open', value: answer.value } : { phase: 'refused', refusal: answer.error },
        (): TracksState => ({ phase: 'failed' }),
      )
      .then((next) => {
        if (current) setState(next);
      });
    return () => {
      current = false;
    };
  }, [incidentId, leased, attempt]);
  const retry = useCallback(() => setAttempt((n) => n + 1), []);
  return [state, retry];
};
