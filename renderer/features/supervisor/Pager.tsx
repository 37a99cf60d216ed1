import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/Button.tsx';
import styles from './supervisor.module.css';

type Props = { readonly page: number; readonly pages: number; readonly onPage: (page: number) => void };

/** `page` counts from 0. */
export const Pager = ({ page, pages, onPage }: Props) => {
  const { t } = useTranslation('supervisor');
  return (
    <nav className={styles['pager']} aria-label={t('table.page', { page: page + 1, pages })}>
      <Button size="s" disabled={page === 0} onClick={() => onPage(page - 1)}>
        {t('table.previous')}
      </Button>
      <span>{t('table.page', { page: page + 1, pages })}</span>
      <Button size="s" disabled={page + 1 >= pages} onClick={() => onPage(page + 1)}>
        {t('table.next')}
      </Button>
    </nav>
  );
};
