import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Incident } from '../../../shared/domain/incidents/state.ts';
import { useWords } from '../../lib/words.ts';
import { Tabs } from '../../ui/Tabs.tsx';
import { RecordTimeline } from '../record/index.ts';
import { Evidence } from './evidence/Evidence.tsx';
import { Figures } from './figures/Figures.tsx';
import type { ReplayClock } from './replayClock.ts';
import replay from './replay.module.css';

type Side = 'record' | 'figures' | 'evidence';

/** Beside the positions: every line, the figures drawn from them, and what goes to the court. */
export const SidePane = ({ incident, clock }: { readonly incident: Incident; readonly clock: ReplayClock }) => {
  const { t } = useTranslation('supervisor');
  const words = useWords();
  const [side, setSide] = useState<Side>('record');
  const record = (
    <section className={replay['whole']} aria-label={words.t('record.title')}>
      <RecordTimeline incidentId={incident.id} replay={clock} />
    </section>
  );
  return (
    <div className={replay['side']}>
      <Tabs<Side>
        label={t('side.label')}
        value={side}
        onChange={setSide}
        tabs={[
          { value: 'record', label: words.t('record.title'), content: record },
          { value: 'figures', label: t('side.figures'), content: <Figures incident={incident} /> },
          { value: 'evidence', label: t('side.evidence'), content: <Evidence incident={incident} /> },
        ]}
      />
    </div>
  );
};
