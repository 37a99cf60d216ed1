import { Hand } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { formatTime } from '../../lib/format.ts';
import { leadAlert } from '../../lib/leadAlert.ts';
import { operatorName } from '../../lib/operatorName.ts';
import { peopleOf } from '../../lib/orderPeople.ts';
import { useRecord } from '../../stores/record.ts';
import { sessionStore, useDirectory, useSession } from '../../stores/session.ts';
import { Button } from '../../ui/Button.tsx';
import { lossesOf } from './model.ts';
import type { Loss } from './model.ts';
import styles from '../../ui/notice.module.css';

/** What has become of incidents that this operator had: taken over by another, or sounding again because this desk was gone. */
export const TakenBar = () => {
  const { t } = useTranslation('common');
  const world = useRecord((state) => state.world);
  const index = useDirectory();
  const me = useSession((state) => state.session?.operator.id ?? null);
  const seen = useSession((state) => state.seenLosses);
  const all = me === null ? [] : lossesOf(world, me);
  const losses = all.filter(({ key }) => !seen.has(key));
  // Only what is still so is kept as seen: nothing of it grows with the days.
  const see = (): void => sessionStore.setState({ seenLosses: new Set(all.map(({ key }) => key)) });

  const words = (loss: Loss): string => {
    const { offender, victim } = peopleOf(loss.incident, leadAlert(loss.incident), index);
    const people = [offender, victim].flatMap((person) => person?.name ?? []).join(' → ');
    if (loss.kind === 'left')
      return t('takenBar.left', { time: formatTime(loss.at_ms), people, desk: t(`takenBar.desk.${loss.desk}`) });
    const { by, at_ms, desk } = loss.taking;
    const said = { by: operatorName(index, by), time: formatTime(at_ms), people };
    return desk === 'attended'
      ? t('takenBar.takenHere', said)
      : t('takenBar.taken', { ...said, desk: t(`takenBar.desk.${desk}`) });
  };

  return (
    <div role="alert">
      {losses.length > 0 && (
        <div className={styles['bar']} data-testid="taken-bar">
          <Hand size={18} aria-hidden />
          {losses.map((loss) => (
            <strong key={loss.key}>{words(loss)}</strong>
          ))}
          <Button size="s" onClick={see}>
            {t('takenBar.seen')}
          </Button>
        </div>
      )}
    </div>
  );
};
