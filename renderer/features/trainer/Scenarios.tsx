import { useTranslation } from 'react-i18next';
import type { TrainingState } from '../../../shared/api/contract.ts';
import { Button } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ScenarioCard } from './ScenarioCard.tsx';
import { useScenarios } from './useScenarios.ts';
import { useTrainingCalls } from './useTrainingCalls.ts';
import styles from './trainer.module.css';

type Props = { readonly training: Exclude<TrainingState, { readonly phase: 'running' }> };

/** The scenarios there are, and what became of the last attempt to start one. */
export const Scenarios = ({ training }: Props) => {
  const { t } = useTranslation('trainer');
  const { list, failed, retry } = useScenarios();
  const { start, busy, problem } = useTrainingCalls();
  const starting = training.phase === 'starting' ? training.scenario : null;
  const reason = training.phase === 'failed' ? training.message : problem;
  return (
    <section className={styles['choose']} aria-label={t('title')}>
      <header className={styles['head']}>
        <h2>{t('scenarios')}</h2>
        <p>{t('intro')}</p>
      </header>
      {reason !== null && (
        <p role="alert" className={styles['problem']}>
          {t('startFailed', { reason })}
        </p>
      )}
      {failed && (
        <EmptyState title={t('failed')}>
          <Button size="s" onClick={retry}>
            {t('retry')}
          </Button>
        </EmptyState>
      )}
      {!failed && list === null && <EmptyState title={t('loading')} />}
      {list?.length === 0 && <EmptyState title={t('empty')} />}
      <ul className={styles['cards']} aria-label={t('scenarios')}>
        {list?.map((scenario) => (
          <ScenarioCard
            key={scenario.name}
            scenario={scenario}
            starting={starting === scenario.name}
            disabled={busy || starting !== null}
            onStart={(seed) => start(scenario.name, seed)}
          />
        ))}
      </ul>
    </section>
  );
};
