import type { ReactNode } from 'react';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Boundary } from '../../ui/Boundary.tsx';
import { AlarmWords } from './AlarmWords.tsx';
import type { AlarmState } from './model.ts';
import { breakAlarm } from './sound.ts';

const Broken = () => {
  const { t } = useTranslation('common');
  useEffect(breakAlarm, []);
  return <strong role="alert">{t('crash.alarm')}</strong>;
};

/** What sounds the alarms: where it cannot be drawn nothing sounds on this page, and the server is told as of any desk that is mute. */
export const SoundingAlone = ({ children }: { readonly children: ReactNode }) => (
  <Boundary again renderFallback={() => <Broken />}>
    {children}
  </Boundary>
);

const BareWords = ({ alarm }: { readonly alarm: AlarmState }) => {
  const { t } = useTranslation('common');
  return (
    <span>
      {t('alarm.title', { code: alarm.code })} · {t('crash.line')}
    </span>
  );
};

/** The words of an alarm; it goes on sounding where they cannot be drawn, and its code is said in plain. */
export const WordsAlone = ({ alarm }: { readonly alarm: AlarmState }) => (
  <Boundary again renderFallback={() => <BareWords alarm={alarm} />}>
    <AlarmWords alarm={alarm} />
  </Boundary>
);
