import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PersonId } from '../../../shared/domain/ids.ts';
import type { Incident } from '../../../shared/domain/incidents/state.ts';
import { useWords } from '../../lib/words.ts';
import { useRecord } from '../../stores/record.ts';
import { useDirectory } from '../../stores/session.ts';
import { Badge } from '../../ui/Badge.tsx';
import { CodeTag } from '../../ui/CodeTag.tsx';
import { StoryLinks } from '../story/index.ts';
import { CloseButton } from './CloseButton.tsx';
import { incidentRow } from './model.ts';
import { createReplayClock } from './replayClock.ts';
import { Replay } from './Replay.tsx';
import { ResponseTimesView } from './ResponseTimesView.tsx';
import { SidePane } from './SidePane.tsx';
import { Summary } from './Summary.tsx';
import styles from './supervisor.module.css';

type Props = { readonly incident: Incident; readonly onWhoSaw: (person: PersonId) => void };

/** One incident under review: how it went, how fast, where, and every line of its record. */
export const Detail = ({ incident, onWhoSaw }: Props) => {
  const { t } = useTranslation('supervisor');
  const words = useWords();
  const index = useDirectory();
  const [clock] = useState(createReplayClock);
  const row = incidentRow(
    incident,
    useRecord((state) => state.recorded.world),
    index,
  );
  return (
    <div className={styles['detail']}>
      <header className={styles['detailHead']}>
        <CodeTag code={incident.peakCode} />
        <h2>{words.t('queue.pair', { offender: row.offender, victim: row.victim })}</h2>
        <Badge tone={incident.status === 'resolved' ? 'strong' : 'plain'}>
          {words.t(`word.status.${incident.status}`)}
        </Badge>
        {incident.brokeGlass && <Badge tone="outline">{t('detail.brokeGlass')}</Badge>}
        <StoryLinks incident={incident} />
        <CloseButton incident={incident} />
      </header>
      <div className={styles['overview']}>
        <Summary incident={incident} onWhoSaw={onWhoSaw} />
        <ResponseTimesView incident={incident} />
      </div>
      <div className={styles['split']}>
        <Replay incident={incident} clock={clock} />
        <SidePane incident={incident} clock={clock} />
      </div>
    </div>
  );
};
