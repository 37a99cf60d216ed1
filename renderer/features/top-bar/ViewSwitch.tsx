import { useTranslation } from 'react-i18next';
import { setView, useSession, viewsOf } from '../../stores/session.ts';
import styles from './TopBar.module.css';

/** Shown only to roles that have more than one view. */
export const ViewSwitch = () => {
  const { t } = useTranslation('common');
  const role = useSession((state) => state.session?.operator.role ?? null);
  const view = useSession((state) => state.view);
  const views = role === null ? [] : viewsOf(role);
  if (views.length < 2) return null;
  return (
    <nav aria-label={t('view.label')} className={styles['views']}>
      {views.map((name) => (
        <button
          key={name}
          type="button"
          className={styles['view']}
          aria-current={name === view ? 'page' : undefined}
          onClick={() => setView(name)}
        >
          {t(`view.${name}`)}
        </button>
      ))}
    </nav>
  );
};
