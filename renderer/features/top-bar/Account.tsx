import { ChevronDown } from 'lucide-react';
import { VisuallyHidden } from 'radix-ui';
import { useTranslation } from 'react-i18next';
import { lockConsole, signOut } from '../../stores/actions.ts';
import { useSession } from '../../stores/session.ts';
import { Menu } from '../../ui/Menu.tsx';
import styles from './TopBar.module.css';

type Props = { readonly onShortcuts: () => void };

export const Account = ({ onShortcuts }: Props) => {
  const { t } = useTranslation('common');
  const operator = useSession((state) => state.session?.operator ?? null);
  if (operator === null) return null;
  return (
    <Menu
      trigger={
        <button type="button" className={styles['account']} title={t(`role.${operator.role}`)}>
          <VisuallyHidden.Root>{t('account.menu')}: </VisuallyHidden.Root>
          <strong>{operator.name}</strong>
          <span className={styles['quiet']}>{t(`role.${operator.role}`)}</span>
          <ChevronDown size={14} aria-hidden />
        </button>
      }
      items={[
        { key: 'shortcuts', label: t('account.shortcuts'), onSelect: onShortcuts, shortcut: '?' },
        { key: 'lock', label: t('account.lock'), onSelect: () => void lockConsole() },
        { key: 'sign-out', label: t('account.signOut'), onSelect: () => void signOut() },
      ]}
    />
  );
};
