import { LockOpen } from 'lucide-react';
import { useMemo } from 'react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { LeaseId, OperatorId } from '../../../shared/domain/ids.ts';
import type { BrokenGlass, Incident, World } from '../../../shared/domain/incidents/state.ts';
import { formatDateTime } from '../../lib/format.ts';
import { leadAlert } from '../../lib/leadAlert.ts';
import { operatorName } from '../../lib/operatorName.ts';
import { peopleOf } from '../../lib/orderPeople.ts';
import { isWaiting } from '../../lib/pending.ts';
import { sendCommand } from '../../stores/actions.ts';
import { useRecord } from '../../stores/record.ts';
import { selectIncident, setView, useDirectory, useSession } from '../../stores/session.ts';
import { Button } from '../../ui/Button.tsx';
import styles from '../../ui/notice.module.css';

type Unseen = { readonly incident: Incident; readonly leaseId: LeaseId; readonly broken: BrokenGlass };

/** Break-glass of others that no supervisor has seen yet, newest first. */
const unseenBy = (operator: OperatorId, incidents: World['incidents']): readonly Unseen[] =>
  [...incidents.values()]
    .flatMap((incident) => [...incident.glassBroken].map(([leaseId, broken]) => ({ incident, leaseId, broken })))
    .filter(({ broken }) => !broken.seen && !broken.holders.includes(operator))
    .toSorted((a, b) => b.broken.at_ms - a.broken.at_ms);

/** Tells a supervisor that somebody opened positions by break-glass, until one of them has seen it. */
export const BreakGlassBar = () => {
  const { t } = useTranslation('common');
  const { t: dispatch } = useTranslation('dispatch');
  const index = useDirectory();
  const supervisor = useSession(({ session }) =>
    session?.operator.role === 'supervisor' ? session.operator.id : null,
  );
  const incidents = useRecord((state) => state.world.incidents);
  const outbox = useSession((state) => state.outbox);
  const unseen = useMemo(() => (supervisor === null ? [] : unseenBy(supervisor, incidents)), [supervisor, incidents]);
  const [first] = unseen;
  const bar = (): ReactNode => {
    if (first === undefined) return null;
    const { incident, leaseId, broken } = first;
    const { offender, victim } = peopleOf(incident, leadAlert(incident), index);
    const said = {
      name: broken.holders.map((id) => operatorName(index, id)).join(', '),
      time: formatDateTime(broken.at_ms),
      pair: dispatch('queue.pair', { offender: offender?.name ?? '—', victim: victim?.name ?? '—' }),
    };
    const show = (): void => {
      setView('supervisor');
      selectIncident(incident.id);
    };
    return (
      <div className={styles['bar']} data-testid="break-glass-bar">
        <LockOpen size={18} aria-hidden />
        <strong>{t('breakGlassBar.title')}</strong>
        <span>{t('breakGlassBar.who', said)}</span>
        <span>{t('breakGlassBar.reason', { reason: broken.reason ?? '—' })}</span>
        {unseen.length > 1 && <span>{t('breakGlassBar.more', { count: unseen.length - 1 })}</span>}
        <Button size="s" onClick={show}>
          {t('breakGlassBar.open')}
        </Button>
        <Button
          size="s"
          busy={isWaiting(outbox, 'lease.seen', { incidentId: incident.id })}
          onClick={() => void sendCommand({ kind: 'lease.seen', incidentId: incident.id, leaseId })}
        >
          {t('breakGlassBar.seen')}
        </Button>
      </div>
    );
  };
  return <div role="alert">{bar()}</div>;
};
