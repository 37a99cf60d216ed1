import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Tabs } from '../../ui/Tabs.tsx';
import type { PersonId } from '../../../shared/domain/ids.ts';
import { LeftOutNote } from '../unrecorded/index.ts';
import { EVERYTHING, whoSaw } from './accessForm.ts';
import { AccessLog } from './AccessLog.tsx';
import { Review } from './Review.tsx';
import styles from './supervisor.module.css';

type Tab = 'incidents' | 'access';

/** The second person's screen: incidents to review and close, and who looked at what. */
export const SupervisorView = () => {
  const { t } = useTranslation('supervisor');
  const [tab, setTab] = useState<Tab>('incidents');
  const [form, setForm] = useState(EVERYTHING);
  const showWhoSaw = (person: PersonId): void => {
    setForm(whoSaw(person));
    setTab('access');
  };
  return (
    <div className={styles['view']}>
      <LeftOutNote />
      <Tabs<Tab>
        keys
        label={t('tabs.label')}
        value={tab}
        onChange={setTab}
        tabs={[
          { value: 'incidents', label: t('tabs.incidents'), content: <Review onWhoSaw={showWhoSaw} /> },
          { value: 'access', label: t('tabs.access'), content: <AccessLog form={form} onForm={setForm} /> },
        ]}
      />
    </div>
  );
};
