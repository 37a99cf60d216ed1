import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Tabs } from '../../ui/Tabs.tsx';
import { AccessLog } from './AccessLog.tsx';
import { Review } from './Review.tsx';
import styles from './supervisor.module.css';

type Tab = 'incidents' | 'access';

/** The second person's screen: incidents to review and close, and who looked at what. */
export const SupervisorView = () => {
  const { t } = useTranslation('supervisor');
  const [tab, setTab] = useState<Tab>('incidents');
  return (
    <div className={styles['view']}>
      <Tabs<Tab>
        keys
        label={t('tabs.label')}
        value={tab}
        onChange={setTab}
        tabs={[
          { value: 'incidents', label: t('tabs.incidents'), content: <Review /> },
          { value: 'access', label: t('tabs.access'), content: <AccessLog /> },
        ]}
      />
    </div>
  );
};
