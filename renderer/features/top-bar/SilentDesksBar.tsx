import { VolumeX } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { operatorName } from '../../lib/operatorName.ts';
import { useDirectory, useSession } from '../../stores/session.ts';
import styles from '../../ui/notice.module.css';

/** Whose alarms nobody hears: dispatchers at other desks that are heard of and cannot sound. One's own desk says so itself, in red. */
export const SilentDesksBar = () => {
  const { t } = useTranslation('common');
  const desks = useSession((state) => state.desks);
  const me = useSession((state) => state.session?.operator.id ?? null);
  const index = useDirectory();
  const silent = desks.filter(
    ({ operatorId, desk, sounds }) =>
      !sounds &&
      (desk === 'attended' || desk === 'locked-silent') &&
      operatorId !== me &&
      index.operatorById.get(operatorId)?.role === 'dispatcher',
  );
  const names = silent.map(({ operatorId }) => operatorName(index, operatorId)).join(', ');
  return (
    <div role="status">
      {silent.length > 0 && (
        <div className={styles['bar']} data-testid="silent-desks-bar">
          <VolumeX size={18} aria-hidden />
          <strong>{t('silentDesksBar.title', { names })}</strong>
          <span>{t('silentDesksBar.explained')}</span>
        </div>
      )}
    </div>
  );
};
