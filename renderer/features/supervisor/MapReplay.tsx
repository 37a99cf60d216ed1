import { lazy, Suspense, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Incident } from '../../../shared/domain/incidents/state.ts';
import { WithMap } from '../../map/WithMap.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import type { ReplaySpan } from './playback.ts';
import { usePlayback } from './replayClock.ts';
import type { ReplayClock } from './replayClock.ts';
import { Scrubber } from './Scrubber.tsx';
import type { RecordedTracks } from './useTracks.ts';
import replay from './replay.module.css';

const ReviewMap = lazy(async () => ({ default: (await import('../../map/ReviewMap.tsx')).ReviewMap }));

const spanOfTracks = ({ tracks }: RecordedTracks, fallback_ms: number): ReplaySpan => {
  const times = tracks
    .flatMap(({ points }) => [points[0]?.at_ms, points.at(-1)?.at_ms])
    .filter((at) => at !== undefined);
  return times.length === 0
    ? { from_ms: fallback_ms, to_ms: fallback_ms }
    : { from_ms: Math.min(...times), to_ms: Math.max(...times) };
};

type Props = { readonly incident: Incident; readonly recorded: RecordedTracks; readonly clock: ReplayClock };

/** Recorded positions on the map, moved by the scrubber. */
export const MapReplay = ({ incident, recorded, clock }: Props) => {
  const { t } = useTranslation('common');
  const span = useMemo(
    () => spanOfTracks(recorded, incident.times.raisedAt_ms),
    [recorded, incident.times.raisedAt_ms],
  );
  const [playback, change] = usePlayback(clock, span);
  return (
    <>
      <div className={replay['map']}>
        <WithMap>
          <Suspense fallback={<EmptyState title={t('loading')} />}>
            <ReviewMap {...recorded} at_ms={playback.at_ms} />
          </Suspense>
        </WithMap>
      </div>
      <Scrubber playback={playback} onChange={change} times={incident.times} />
    </>
  );
};
