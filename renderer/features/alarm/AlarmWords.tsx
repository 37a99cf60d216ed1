import { Megaphone } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { CodeTag } from '../../ui/CodeTag.tsx';
import type { AlarmState } from './model.ts';

/** The most urgent code that rings and how many wait; first of all, that it is over or that nobody has answered. */
export const AlarmWords = ({ alarm }: { readonly alarm: AlarmState }) => {
  const { t } = useTranslation('common');
  const { code, tone, count } = alarm;
  return (
    <>
      {tone === 'loud' && <Megaphone size={16} role="img" aria-label={t('alarm.escalated')} />}
      <CodeTag code={code} isOver={tone === 'over'} />
      <span>{t(tone === 'over' ? 'alarm.waitingOver' : 'alarm.waiting', { count })}</span>
    </>
  );
};
