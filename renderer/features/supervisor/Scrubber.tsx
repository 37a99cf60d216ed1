import { Pause, Play } from 'lucide-react';
import { Slider } from 'radix-ui';
import { useTranslation } from 'react-i18next';
import type { IncidentTimes } from '../../../shared/domain/incidents/state.ts';
import { formatTime } from '../../lib/format.ts';
import { useWords } from '../../lib/words.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import { Select } from '../../ui/Select.tsx';
import { PLAYBACK_SPEEDS, seek, toggle } from './playback.ts';
import type { Playback } from './playback.ts';
import replay from './replay.module.css';

const STEP_MS = 1000;

type Props = {
  readonly playback: Playback;
  readonly onChange: (playback: Playback) => void;
  readonly times: IncidentTimes;
};

/** Moves the map through the incident; ticks show where the response took its steps. */
export const Scrubber = ({ playback, onChange, times }: Props) => {
  const { t } = useTranslation('supervisor');
  const words = useWords();
  const { at_ms, from_ms, to_ms, playing, speed } = playback;
  const length_ms = Math.max(1, to_ms - from_ms);
  const steps = [
    { status: 'raised', at: times.raisedAt_ms },
    { status: 'acknowledged', at: times.acknowledgedAt_ms },
    { status: 'dispatched', at: times.dispatchedAt_ms },
    { status: 'on-scene', at: times.onSceneAt_ms },
    { status: 'resolved', at: times.resolvedAt_ms },
  ] as const;
  return (
    <div className={replay['scrubber']}>
      <IconButton label={playing ? t('replay.pause') : t('replay.play')} onClick={() => onChange(toggle(playback))}>
        {playing ? <Pause size={16} aria-hidden /> : <Play size={16} aria-hidden />}
      </IconButton>
      <time className={replay['clock']}>{formatTime(at_ms)}</time>
      <Slider.Root
        className={replay['slider']}
        min={from_ms}
        max={Math.max(to_ms, from_ms + STEP_MS)}
        step={STEP_MS}
        value={[at_ms]}
        onValueChange={([next]) => next !== undefined && onChange(seek({ ...playback, playing: false }, next))}
      >
        <Slider.Track className={replay['track']}>
          <Slider.Range className={replay['range']} />
          {steps.map(({ status, at }) =>
            at === null || at < from_ms || at > to_ms ? null : (
              <span
                key={status}
                className={replay['step']}
                title={`${words.t(`word.status.${status}`)} ${formatTime(at)}`}
                style={{ left: `${((at - from_ms) / length_ms) * 100}%` }}
              />
            ),
          )}
        </Slider.Track>
        <Slider.Thumb
          className={replay['thumb']}
          aria-label={t('replay.scrubber')}
          aria-valuetext={formatTime(at_ms)}
        />
      </Slider.Root>
      <Select
        label={t('replay.speed')}
        value={String(speed)}
        options={PLAYBACK_SPEEDS.map((n) => ({ value: String(n), label: t('replay.times', { n }) }))}
        onChange={(chosen) => onChange({ ...playback, speed: Number(chosen) })}
      />
    </div>
  );
};
