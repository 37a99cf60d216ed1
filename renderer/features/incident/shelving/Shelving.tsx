import { BellOff } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isShelvable } from '../../../../shared/domain/incidents/shelving.ts';
import { formatShortTime, formatStopwatch } from '../../../lib/format.ts';
import { useShortcut } from '../../../lib/keys.ts';
import { isWaiting } from '../../../lib/pending.ts';
import { sendCommand } from '../../../stores/actions.ts';
import { Button } from '../../../ui/Button.tsx';
import type { PanelModel } from '../useIncident.ts';
import { ShelveDialog } from './ShelveDialog.tsx';
import styles from './shelving.module.css';

type Props = {
  readonly model: PanelModel;
  /** Said where it is not shelved. */
  readonly why: string;
};

/** The line under the primary action: why it is the one, or until when the incident is shelved; and what shelves it or takes it back. */
export const Shelving = ({ model, why }: Props) => {
  const { t } = useTranslation('dispatch');
  const { incident, people, may, outbox, now_ms } = model;
  const [asking, setAsking] = useState(false);
  const { shelved } = incident;
  const mayShelve = isShelvable(incident, people.order?.victims ?? []) && may('incident.shelve');
  const mayTakeBack = shelved !== null && may('incident.unshelve');
  const of = { incidentId: incident.id };
  const busy = isWaiting(outbox, 'incident.shelve', of) || isWaiting(outbox, 'incident.unshelve', of);
  const takeBack = (): void => void sendCommand({ kind: 'incident.unshelve', incidentId: incident.id });
  useShortcut('shelve', () => (mayTakeBack ? takeBack() : setAsking(true)), (mayShelve || mayTakeBack) && !busy);
  return (
    <div className={styles['line']}>
      {shelved !== null && <BellOff size={14} aria-hidden />}
      <p className={styles['said']}>
        {shelved === null ? (
          why
        ) : (
          <>
            <strong>{t('shelve.until', { time: formatShortTime(shelved.until_ms) })}</strong>{' '}
            {t('shelve.left', { time: formatStopwatch(Math.max(0, (shelved.until_ms - now_ms) / 1000)) })}
            {' · '}
            {t(`word.shelveReason.${shelved.reason}`)}
            {shelved.text !== null && `: ${shelved.text}`}
          </>
        )}
      </p>
      {mayShelve && (
        <Button variant="quiet" size="s" shortcut="H" busy={busy} onClick={() => setAsking(true)}>
          {t('shelve.open')}
        </Button>
      )}
      {mayTakeBack && (
        <Button size="s" shortcut="H" busy={busy} onClick={takeBack}>
          {t('shelve.takeBack')}
        </Button>
      )}
      <ShelveDialog open={asking && mayShelve} onOpenChange={setAsking} incident={incident} />
    </div>
  );
};
