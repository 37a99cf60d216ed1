import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isRunning } from '../../../../shared/domain/incidents/state.ts';
import type { Incident } from '../../../../shared/domain/incidents/state.ts';
import { useSession } from '../../../stores/session.ts';
import { Button } from '../../../ui/Button.tsx';
import { ExportDialog } from './ExportDialog.tsx';
import { Holds } from './Holds.tsx';
import styles from './evidence.module.css';

const Export = ({ incident }: { readonly incident: Incident }) => {
  const { t } = useTranslation('supervisor');
  const [open, setOpen] = useState(false);
  const role = useSession((state) => state.session?.operator.role ?? null);
  return (
    <section className={styles['block']} aria-label={t('export.heading')}>
      <h3>{t('export.heading')}</h3>
      <p className={styles['fate']}>{t('export.about')}</p>
      {role === 'supervisor' && isRunning(incident) && <p className={styles['fate']}>{t('export.running')}</p>}
      {role === 'supervisor' && !isRunning(incident) && (
        <Button size="s" onClick={() => setOpen(true)}>
          {t('export.button')}
        </Button>
      )}
      {open && <ExportDialog incident={incident} onClose={() => setOpen(false)} />}
    </section>
  );
};

/** The incident as evidence: what keeps its positions, and the package for the court. */
export const Evidence = ({ incident }: { readonly incident: Incident }) => (
  <div className={styles['evidence']}>
    <Export incident={incident} />
    <Holds incident={incident} />
  </div>
);
