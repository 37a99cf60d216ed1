import { useTranslation } from 'react-i18next';
import type { Locale } from '../../shared/api/contract.ts';
import styles from './LocaleSwitch.module.css';

type Props = { readonly value: Locale; readonly onChange: (locale: Locale) => void };

/** Each language names itself, so that nobody is lost in the other one. */
const LANGUAGES: readonly { readonly locale: Locale; readonly short: string; readonly name: string }[] = [
  { locale: 'ko', short: '한', name: '한국어' },
  { locale: 'en', short: 'EN', name: 'English' },
];

export const LocaleSwitch = ({ value, onChange }: Props) => {
  const { t } = useTranslation('common');
  return (
    <div role="group" aria-label={t('language')} className={styles['group']}>
      {LANGUAGES.map(({ locale, short, name }) => (
        <button
          key={locale}
          type="button"
          lang={locale}
          // Says what is seen first, so that speech control finds it.
          aria-label={`${short} ${name}`}
          title={name}
          aria-pressed={value === locale}
          className={styles['button']}
          onClick={() => onChange(locale)}
        >
          {short}
        </button>
      ))}
    </div>
  );
};
