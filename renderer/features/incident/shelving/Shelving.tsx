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

/** Below the primary action, where it may be: shelves what is not urgent, or says until when it is shelved and takes it back. */
export const Shelving = ({ model }: { readonly model: PanelModel }) => {
  const { t } = useTranslation('dispatch');
  const { incident, may, outbox, now_ms } = model;
  const [asking, setAsking] = useState(false);
  const { shelved } = incident;
  const mayShelve = isShelvable(incident) && may('incident.shelve');
  const mayTakeBack = shelved !== null && may('incident.unshelve');
  const of = { incidentId: incident.id };
  const busy = isWaiting(outbox, 'incident.shelve', of) || isWaiting(outbox, 'incident.unshelve', of);
  const takeBack = (): void => void sendCommand({ kind: 'incident.unshelve', incidentId: incident.id });
  useShortcut('shelve', () => (mayTakeBack ? takeBack() : setAsking(true)), (mayShelve || mayTakeBack) && !busy);
  if (shelved === null && !mayShelve) return null;
  return (
    <div className={styles['bar']} data-shelved={shelved !== null}>
      {shelved === null ? (
        <Button variant="quiet" size="s" shortcut="H" busy={busy} onClick={() => setAsking(true)}>
          {t('shelve.open')}
        </Button>
      ) : (
        <>
          <BellOff size={14} aria-hidden />
          <span className={styles['said']}>
            <strong>{t('shelve.until', { time: formatShortTime(shelved.until_ms) })}</strong>{' '}
            {t('shelve.left', { time: formatStopwatch(Math.max(0, (shelved.until_ms - now_ms) / 1000)) })}
            {' · '}
            {t(`word.shelveReason.${shelved.reason}`)}
            {shelved.text !== null && `: ${shelved.text}`}
          </span>
          {mayTakeBack && (
            <Button size="s" shortcut="H" busy={busy} onClick={takeBack}>
              {t('shelve.takeBack')}
            </Button>
          )}
        </>
      )}
      <ShelveDialog open={asking && mayShelve} onOpenChange={setAsking} incident={incident} />
    </div>
  );
};
