import { useWords } from '../../../lib/words.ts';
import { useSession } from '../../../stores/session.ts';
import { Button } from '../../../ui/Button.tsx';
import type { PanelModel } from '../useIncident.ts';
import { markStep } from './Checklist.tsx';
import { nextStep, progress } from './model.ts';
import type { PlaybookView } from './usePlaybook.ts';
import styles from './playbook.module.css';

/** The next step of the playbook in one line, ticked off from where the dispatcher works. Nothing once all are dealt with. */
export const NextStep = ({ model, view }: { readonly model: PanelModel; readonly view: PlaybookView }) => {
  const { t } = useWords();
  const locale = useSession((state) => state.settings.locale);
  const next = nextStep(view.rows);
  const { dealt, of } = progress(view.rows);
  if (next === null || !model.may('playbook.step')) return null;
  return (
    <div className={styles['next']} role="group" aria-label={t('playbook.next')}>
      <span className={styles['count']}>{t('playbook.count', { n: dealt + 1, of })}</span>
      <span className={styles['nextWords']} title={next.step[locale]}>
        {next.step[locale]}
      </span>
      <Button size="s" shortcut="P" onClick={() => markStep(model, view, next.step.key, 'done')}>
        {t('playbook.done')}
      </Button>
    </div>
  );
};
