import { Pause, Play, RotateCcw, Square } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SimulatorState } from '../../../shared/protocol/messages.ts';
import { formatStopwatch } from '../../lib/format.ts';
import { Badge } from '../../ui/Badge.tsx';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { SpeedSwitch } from './SpeedSwitch.tsx';
import { useScenarios } from './useScenarios.ts';
import { useTrainingCalls } from './useTrainingCalls.ts';
import { useSession } from '../../stores/session.ts';
import styles from './trainer.module.css';

/** Steers the running exercise; sits above the dispatcher's screen and never covers it. */
export const ControlBar = ({ simulator }: { readonly simulator: SimulatorState }) => {
  const { t } = useTranslation('trainer');
  const { t: common } = useTranslation('common');
  const { locale } = useSession((state) => state.settings);
  const { list } = useScenarios();
  const { start, control, stop, busy, problem } = useTrainingCalls();
  const [stopping, setStopping] = useState(false);
  const { scenario, seed, running, speed, elapsed_s, duration_s } = simulator;
  const over = elapsed_s >= duration_s;
  const title = list?.find(({ name }) => name === scenario)?.title[locale] ?? scenario;
  return (
    <div className={styles['bar']} role="toolbar" aria-label={t('bar')}>
      <strong className={styles['running']}>{title}</strong>
      <span className={styles['quiet']}>{t('seedValue', { seed })}</span>
      <span className={styles['clock']} role="timer">
        {t('elapsed', { elapsed: formatStopwatch(elapsed_s), duration: formatStopwatch(duration_s) })}
      </span>
      <progress className={styles['progress']} value={Math.min(elapsed_s, duration_s)} max={duration_s} aria-hidden />
      <span className={styles['state']}>
        {over ? <Badge>{t('ended')}</Badge> : !running && <Badge tone="strong">{t('paused')}</Badge>}
      </span>
      {problem !== null && <span role="alert">{t('controlFailed', { reason: problem })}</span>}
      <div className={styles['controls']}>
        <Button disabled={busy || over} onClick={() => control({ action: running ? 'pause' : 'resume' })}>
          {running ? <Pause size={14} aria-hidden /> : <Play size={14} aria-hidden />}
          {running ? t('pause') : t('resume')}
        </Button>
        <SpeedSwitch value={speed} disabled={busy} onChange={(next) => control({ action: 'speed', speed: next })} />
        <Button disabled={busy} title={t('restartHint')} onClick={() => start(scenario, seed)}>
          <RotateCcw size={14} aria-hidden />
          {t('restart')}
        </Button>
        <Button disabled={busy} onClick={() => setStopping(true)}>
          <Square size={14} aria-hidden />
          {t('stop')}
        </Button>
      </div>
      <Dialog
        open={stopping}
        onOpenChange={setStopping}
        title={t('stopTitle')}
        description={t('stopText')}
        footer={
          <>
            <Button onClick={() => setStopping(false)}>{common('cancel')}</Button>
            <Button
              variant="primary"
              onClick={() => {
                setStopping(false);
                stop();
              }}
            >
              {t('stop')}
            </Button>
          </>
        }
      />
    </div>
  );
};
