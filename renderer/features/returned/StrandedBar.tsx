import { UserRoundX } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatTime } from '../../lib/format.ts';
import { useRecord } from '../../stores/record.ts';
import { useDirectory, useSession } from '../../stores/session.ts';
import { Button } from '../../ui/Button.tsx';
import { keyOf, pairOf, strandedByOperator } from './model.ts';
import styles from '../../ui/notice.module.css';

/** More commands than these are counted and not listed, so that the bar leaves room for the incidents. */
const LISTED = 3;

/** Tells who sits here now what the one before gave and nobody carried out: what and for whom, and not a word of what was written. */
export const StrandedBar = () => {
  const { t } = useTranslation('common');
  const index = useDirectory();
  const incidents = useRecord((state) => state.world.incidents);
  const stranded = useSession((state) => state.strandedCommands);
  const [seen, setSeen] = useState<ReadonlySet<string>>(new Set());
  const unseen = stranded.filter((command) => !seen.has(keyOf(command)));
  return (
    <div role="status">
      {strandedByOperator(unseen, index).map(({ name, commands }) => (
        <div key={name} className={styles['bar']} data-testid="stranded-bar">
          <UserRoundX size={18} aria-hidden />
          <strong>{t('stranded.title', { count: commands.length, name })}</strong>
          {commands.slice(0, LISTED).map((command) => (
            <span key={keyOf(command)}>
              {[
                t(`command.${command.kind}`),
                pairOf(command.incidentId, incidents, index),
                formatTime(command.issuedAt_ms),
              ]
                .filter((part) => part !== null)
                .join(' · ')}
            </span>
          ))}
          {commands.length > LISTED && <span>{t('stranded.more', { count: commands.length - LISTED })}</span>}
          <Button size="s" onClick={() => setSeen(new Set(stranded.map(keyOf)))}>
            {t('stranded.seen')}
          </Button>
        </div>
      ))}
    </div>
  );
};
