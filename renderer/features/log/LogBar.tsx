import { ShieldAlert } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { LogFault } from '../../../shared/api/log.ts';
import { formatDateTime } from '../../lib/format.ts';
import { acceptLog, dismissOtherLog } from '../../stores/actions.ts';
import { useSession } from '../../stores/session.ts';
import type { SessionState } from '../../stores/session.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import styles from './LogBar.module.css';

/** What was found of the live server's log is a supervisor's to put away, and not during an exercise. */
const mayJudge = ({ session }: Pick<SessionState, 'session'>): boolean =>
  session?.operator.role === 'supervisor' && session.mode === 'live';

const AcceptButton = () => {
  const { t } = useTranslation('common');
  const [asking, setAsking] = useState(false);
  const confirm = (): void => {
    setAsking(false);
    void acceptLog();
  };
  return (
    <>
      <Button onClick={() => setAsking(true)}>{t('log.accept')}</Button>
      <Dialog
        open={asking}
        onOpenChange={setAsking}
        title={t('log.acceptTitle')}
        description={t('log.acceptText')}
        footer={
          <>
            <Button onClick={() => setAsking(false)}>{t('cancel')}</Button>
            <Button variant="primary" onClick={confirm}>
              {t('log.acceptConfirm')}
            </Button>
          </>
        }
      />
    </>
  );
};

const Fault = ({ fault }: { readonly fault: LogFault }) => {
  const { t } = useTranslation('common');
  const mayAccept = useSession(mayJudge);
  return (
    <div className={styles['fault']} data-testid="log-fault" data-kind={fault.kind}>
      <ShieldAlert size={22} aria-hidden className={styles['icon']} />
      <div className={styles['said']}>
        <p>
          <strong>{t(`log.fault.${fault.kind}`)}</strong>{' '}
          <span>{t('log.since', { time: formatDateTime(fault.since_ms) })}</span>
        </p>
        <p>{t(`log.meaning.${fault.kind}`, { verified: fault.verified, told: fault.told })}</p>
        <p className={styles['todo']}>{t('log.todo')}</p>
      </div>
      {mayAccept ? <AcceptButton /> : <span className={styles['who']}>{t('log.acceptWho')}</span>}
    </div>
  );
};

const OtherLog = ({ since_ms }: { readonly since_ms: number }) => {
  const { t } = useTranslation('common');
  const mayDismiss = useSession(mayJudge);
  return (
    <p className={styles['notice']}>
      <span>{t('log.other', { time: formatDateTime(since_ms) })}</span>
      {mayDismiss ? (
        <Button size="s" onClick={() => void dismissOtherLog()}>
          {t('log.seen')}
        </Button>
      ) : (
        <span className={styles['who']}>{t('log.acceptWho')}</span>
      )}
    </p>
  );
};

/** Across every window: the server's record is not the one this console knew. Absent while all is well. */
export const LogBar = () => {
  const log = useSession((state) => state.log);
  const fault = log?.fault ?? null;
  const otherLogSince_ms = log?.otherLogSince_ms ?? null;
  return (
    <>
      <div role="alert">{fault !== null && <Fault fault={fault} />}</div>
      <div role="status">{fault === null && otherLogSince_ms !== null && <OtherLog since_ms={otherLogSince_ms} />}</div>
    </>
  );
};
