import { useTranslation } from 'react-i18next';
import type { Locale } from '../../shared/api/contract.ts';
import { LANGUAGE_NAMES } from '../../shared/domain/languages.ts';
import styles from './LocaleSwitch.module.css';

type Props = { readonly value: Locale; readonly onChange: (locale: Locale) => void };

export const LocaleSwitch = ({ value, onChange }: Props) => {
  const { t } = useTranslation('common');
  return (
    <div role="group" aria-label={t('language')} className={styles['group']}>
      {LANGUAGE_NAMES.map(({ id, short, name }) => (
        <button
          key={id}
          type="button"
          lang={id}
          // Says what is seen first, so that speech control finds it.
          aria-label={`${short} ${name}`}
          title={name}
          aria-pressed={value === id}
          className={styles['button']}
          onClick={() => onChange(id)}
        >
          {short}
        </button>
      ))}
    </div>
  );
};
