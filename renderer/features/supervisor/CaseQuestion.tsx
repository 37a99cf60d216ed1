import { RadioGroup } from 'radix-ui';
import { useTranslation } from 'react-i18next';
import styles from './supervisor.module.css';

type Props = { readonly answer: boolean | null; readonly onAnswer: (answer: boolean) => void };

/** Asks whether a criminal case follows: then the positions of the whole story are held. */
export const CaseQuestion = ({ answer, onAnswer }: Props) => {
  const { t } = useTranslation('supervisor');
  const options = [
    ['yes', t('close.caseYes')],
    ['no', t('close.caseNo')],
  ] as const;
  return (
    <div className={styles['case']}>
      <p id="case-question">{t('close.case')}</p>
      <RadioGroup.Root
        value={answer === null ? '' : answer ? 'yes' : 'no'}
        onValueChange={(value) => onAnswer(value === 'yes')}
        aria-labelledby="case-question"
        className={styles['caseAnswers']}
      >
        {options.map(([value, label]) => (
          <RadioGroup.Item key={value} value={value} className={styles['caseAnswer']}>
            {label}
          </RadioGroup.Item>
        ))}
      </RadioGroup.Root>
    </div>
  );
};
