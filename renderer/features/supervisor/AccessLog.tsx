import { LockOpen } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { formatDateTime } from '../../lib/format.ts';
import { refusalWords } from '../../lib/refusalWords.ts';
import { useWords } from '../../lib/words.ts';
import { useDirectory } from '../../stores/session.ts';
import type { AccessRecord } from '../../../shared/protocol/access.ts';
import { Badge } from '../../ui/Badge.tsx';
import { Button } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { AccessFilters } from './AccessFilters.tsx';
import { filterOf } from './accessForm.ts';
import type { AccessForm } from './accessForm.ts';
import { accessDetail } from './accessWords.ts';
import { useAccessLog } from './useAccessLog.ts';
import styles from './supervisor.module.css';

/** Beginning of the detail of a lease that was taken by break-glass. */
const isBreakGlass = ({ action, detail }: AccessRecord): boolean =>
  action === 'lease-granted' && detail?.startsWith('break-glass') === true;

type Props = { readonly form: AccessForm; readonly onForm: (form: AccessForm) => void };

/** Who opened, kept, read or was refused what, and of whom. Newest first. */
export const AccessLog = ({ form, onForm }: Props) => {
  const { t } = useTranslation('supervisor');
  const words = useWords();
  const index = useDirectory();
  const { lines, phase, complete, refusal, more, refresh } = useAccessLog(filterOf(form));
  const peopleOf = ({ people }: AccessRecord): string =>
    people.map((id) => index.personById.get(id)?.person.name ?? id).join(', ');
  return (
    <section className={styles['access']} aria-label={t('access.label')}>
      <header className={styles['accessHead']}>
        <p className={styles['sub']}>{t('access.note')}</p>
        <Button size="s" busy={phase === 'loading'} onClick={refresh}>
          {t('access.refresh')}
        </Button>
      </header>
      <AccessFilters form={form} onChange={onForm} />
      <div className={styles['scroller']}>
        <table className={styles['table']} aria-label={t('access.label')}>
          <thead>
            <tr>
              {(['time', 'who', 'action', 'people', 'incident', 'detail'] as const).map((column) => (
                <th key={column} scope="col" data-column={column}>
                  {t(`access.${column}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {lines.map((line) => (
              <tr key={line.id} data-break-glass={isBreakGlass(line)}>
                <td data-column="time">{formatDateTime(line.at_ms)}</td>
                <td data-column="who">
                  {line.operatorId === null
                    ? t('access.nobody')
                    : (index.operatorById.get(line.operatorId)?.name ?? line.operatorId)}
                </td>
                <td data-column="action">
                  {isBreakGlass(line) ? (
                    <Badge tone="strong">
                      <LockOpen size={12} aria-hidden /> {t('access.kind.break-glass')}
                    </Badge>
                  ) : (
                    t(`access.kind.${line.action}`)
                  )}
                </td>
                <td data-column="people">{peopleOf(line) === '' ? '—' : peopleOf(line)}</td>
                <td data-column="incident">{line.incidentId ?? '—'}</td>
                <td data-column="detail">{accessDetail({ ...words, supervisor: t }, line)}</td>
              </tr>
            ))}
          </tbody>
        </table>
        {phase === 'failed' && (
          <EmptyState
            title={t('access.failed')}
            detail={refusal === null ? undefined : refusalWords(words.common, refusal)}
          />
        )}
        {phase === 'ready' && lines.length === 0 && <EmptyState title={t('access.empty')} />}
        {lines.length > 0 && (
          <p className={styles['more']}>
            {complete ? (
              <span className={styles['sub']}>{t('access.end')}</span>
            ) : (
              <Button size="s" busy={phase === 'loading'} onClick={more}>
                {t('access.more')}
              </Button>
            )}
          </p>
        )}
      </div>
    </section>
  );
};
