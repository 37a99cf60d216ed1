import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ScenarioInfo } from '../../../shared/api/contract.ts';
import { formatDuration } from '../../lib/format.ts';
import { useSession } from '../../stores/session.ts';
import { Button } from '../../ui/Button.tsx';
import { Field, Input } from '../../ui/Field.tsx';
import { readSeed } from './seed.ts';
import styles from './trainer.module.css';

type Props = {
  readonly scenario: ScenarioInfo;
  readonly starting: boolean;
  readonly disabled: boolean;
  /** Null: the scenario's own seed. */
  readonly onStart: (seed: number | null) => void;
};

export const ScenarioCard = ({ scenario, starting, disabled, onStart }: Props) => {
  const { t } = useTranslation('trainer');
  const { t: common } = useTranslation('common');
  const { locale } = useSession((state) => state.settings);
  const [text, setText] = useState('');
  const seed = readSeed(text);
  const title = scenario.title[locale];
  return (
    <li className={styles['card']} data-scenario={scenario.name}>
      <h3>{title}</h3>
      <p className={styles['name']}>
        {scenario.name} · {t('duration', { time: formatDuration(common, scenario.duration_s) })}
      </p>
      <p className={styles['summary']}>{scenario.summary[locale]}</p>
      <Field
        label={t('seed')}
        hint={t('seedHint', { seed: scenario.seed })}
        error={seed === 'invalid' ? t('seedInvalid') : null}
      >
        {(control) => (
          <Input
            {...control}
            inputMode="numeric"
            value={text}
            placeholder={String(scenario.seed)}
            onChange={(event) => setText(event.target.value)}
          />
        )}
      </Field>
      <Button
        variant="primary"
        disabled={disabled || seed === 'invalid'}
        busy={starting}
        aria-label={t('startLabel', { title })}
        onClick={() => seed !== 'invalid' && onStart(seed)}
      >
        {starting ? t('starting') : t('start')}
      </Button>
    </li>
  );
};
