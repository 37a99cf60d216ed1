import { Volume2, VolumeX } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SoundOff } from '../../../shared/api/sound.ts';
import { answerSoundCheck, tellSound } from '../../stores/actions.ts';
import { useSession } from '../../stores/session.ts';
import { Button } from '../../ui/Button.tsx';
import { EachAlone } from '../../ui/EachAlone.tsx';
import { ringsHere } from './model.ts';
import { TEST_TONE } from './pattern.ts';
import { openSound, soundOff, useSound } from './sound.ts';
import styles from './SoundBar.module.css';

/** Opens the page's audio, so that it is known whether an alarm would be heard, while any can ring here. */
const usePageSound = (): boolean => {
  const canRing = useSession((state) => ringsHere(state.session, state.view) !== 'none');
  useEffect(() => (canRing ? openSound() : undefined), [canRing]);
  return canRing;
};

/** Why no alarm would be heard on this page. The console process is told when that changes and whenever it asks, and tells the server. */
const useSoundOff = (canRing: boolean): SoundOff | null => {
  const check = useSession((state) => state.soundCheck);
  const { times, muted } = useSession((state) => state.soundAsked);
  const why = useSound((sound) => soundOff(sound, check, muted));
  useEffect(() => {
    if (canRing) void tellSound(why);
  }, [canRing, why, times]);
  return canRing ? why : null;
};

/**
 * Any press or key counts as the permission that browsers ask for. The end of a press: the bar goes with it, and what is pressed must not
 * move away from under the pointer.
 */
const useUnblockByAnyPress = (): void => {
  const player = useSound((sound) => sound.player);
  const isBlocked = useSound((sound) => sound.audio === 'blocked');
  useEffect(() => {
    if (!isBlocked || player === null) return undefined;
    window.addEventListener('click', player.turnOn);
    window.addEventListener('keydown', player.turnOn);
    return () => {
      window.removeEventListener('click', player.turnOn);
      window.removeEventListener('keydown', player.turnOn);
    };
  }, [isBlocked, player]);
};

const PlayButton = () => {
  const { t } = useTranslation('common');
  const player = useSound((sound) => sound.player);
  return (
    <Button size="s" onClick={() => player?.test(TEST_TONE)}>
      {t('sound.play')}
    </Button>
  );
};

const HeardButton = () => {
  const { t } = useTranslation('common');
  return (
    <Button size="s" onClick={() => void answerSoundCheck(true)}>
      {t('sound.heard')}
    </Button>
  );
};

const Off = ({ why, locked }: { readonly why: SoundOff; readonly locked: boolean }) => {
  const { t } = useTranslation('common');
  const player = useSound((sound) => sound.player);
  const isChecked = useSession((state) => state.soundCheck !== null);
  const canTurnOn = why === 'blocked' || why === 'failed';
  const turnOn = (): void => {
    player?.turnOn();
    if (isChecked) player?.test(TEST_TONE); // else the volume check plays it
  };
  return (
    <div className={styles['bar']} data-kind="off" data-testid="sound-off" data-why={why}>
      <VolumeX size={18} aria-hidden />
      <strong>{t(`sound.off.${why}.title`)}</strong>
      <span>
        {t(`sound.off.${why}.explained`)} {t('sound.passedOn')}
      </span>
      <span className={styles['actions']}>
        {why === 'broken' ? (
          <Button size="s" onClick={() => window.location.reload()}>
            {t('crash.reload')}
          </Button>
        ) : canTurnOn ? (
          <Button size="s" onClick={turnOn}>
            {t('sound.turnOn')}
          </Button>
        ) : (
          <PlayButton />
        )}
        {!canTurnOn && why !== 'broken' && !locked && <HeardButton />}
      </span>
    </div>
  );
};

/** Plays the test tone once by itself, unless an alarm is heard already. */
const Check = ({ onLater }: { readonly onLater: () => void }) => {
  const { t } = useTranslation('common');
  const player = useSound((sound) => sound.player);
  const isRunning = useSound((sound) => sound.audio === 'running');
  useEffect(() => {
    if (isRunning && document.documentElement.dataset['alarm'] === 'none') player?.test(TEST_TONE);
  }, [isRunning, player]);
  return (
    <div className={styles['bar']} data-kind="check" data-testid="sound-check">
      <Volume2 size={18} aria-hidden />
      <strong>{t('sound.check.title')}</strong>
      <span>{t('sound.check.ask')}</span>
      <span className={styles['actions']}>
        <HeardButton />
        <Button size="s" onClick={() => void answerSoundCheck(false)}>
          {t('sound.notHeard')}
        </Button>
        <PlayButton />
        <Button size="s" variant="quiet" onClick={onLater}>
          {t('sound.later')}
        </Button>
      </span>
    </div>
  );
};

/** The check that was put off: it stays on the screen until it is made. */
const PutOff = ({ onOpen }: { readonly onOpen: () => void }) => {
  const { t } = useTranslation('common');
  return (
    <div className={styles['bar']} data-kind="put-off" data-testid="sound-check-put-off">
      <VolumeX size={14} aria-hidden />
      <span>{t('sound.check.notDone')}</span>
      <Button size="s" variant="quiet" onClick={onOpen}>
        {t('sound.check.open')}
      </Button>
    </div>
  );
};

/**
 * Keeps the page's audio open, also where nothing of the bar can be drawn. A bar wherever alarms ring: that they cannot be heard here, why, and
 * what turns the sound on; and once in each shift whether the test tone was heard. `locked`: the screen shows only what is off.
 */
export const SoundBar = ({ locked = false }: { readonly locked?: boolean }) => {
  const canRing = usePageSound();
  useUnblockByAnyPress();
  const check = useSession((state) => state.soundCheck);
  const audio = useSound((sound) => sound.audio);
  const why = useSoundOff(canRing);
  const [isPutOff, setPutOff] = useState(false);
  const asks = canRing && why === null && check === null && audio === 'running' && !locked;
  return (
    <EachAlone>
      <div role="alert">{why !== null && <Off why={why} locked={locked} />}</div>
      <div role="status">
        {asks && (isPutOff ? <PutOff onOpen={() => setPutOff(false)} /> : <Check onLater={() => setPutOff(true)} />)}
      </div>
    </EachAlone>
  );
};
