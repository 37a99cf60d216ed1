import { useTranslation } from 'react-i18next';
import { DEMO_ACCOUNTS } from './demo.ts';
import styles from './DemoAccounts.module.css';

type Props = { readonly onChoose: (account: { readonly username: string; readonly password: string }) => void };

export const DemoAccounts = ({ onChoose }: Props) => {
  const { t } = useTranslation('common');
  return (
    <section className={styles['demo']} aria-label={t('signIn.demo')}>
      <h2>{t('signIn.demo')}</h2>
      <ul>
        {DEMO_ACCOUNTS.map((account) => (
          <li key={account.username}>
            <button
              type="button"
              onClick={() => onChoose(account)}
              title={t('signIn.demoUse', { role: t(`role.${account.role}`) })}
            >
              <span>{t(`role.${account.role}`)}</span>
              <code>
                {account.username} / {account.password}
              </code>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
};
