import { ChevronRight, Diamond, Circle } from 'lucide-react';
import { Collapsible } from 'radix-ui';
import { useState } from 'react';
import { isEscalated, isOver } from '../../../shared/domain/incidents/soundings.ts';
import { Badge } from '../../ui/Badge.tsx';
import { CodeTag } from '../../ui/CodeTag.tsx';
import { formatShortTime } from '../../lib/format.ts';
import { levelWords } from '../../lib/alertWords.ts';
import { useWords } from '../../lib/words.ts';
import { UnrecordedTag } from '../unrecorded/index.ts';
import { StoryLinks } from '../story/index.ts';
import { OrderFacts } from './OrderFacts.tsx';
import type { PanelModel } from './useIncident.ts';
import styles from './incident.module.css';

/** What the incident is and whom it is about. The order behind it unfolds. */
export const Header = ({ model }: { readonly model: PanelModel }) => {
  const words = useWords();
  const { t } = words;
  const { incident, lead, people } = model;
  const [open, setOpen] = useState(false);
  const over = isOver(incident);
  const unknown = t('queue.unknownPerson');
  return (
    <header className={styles['header']}>
      <div className={styles['headline']}>
        <CodeTag code={incident.code} isOver={over} />
        <h2 className={styles['title']}>
          {over && `${t('queue.over')} · `}
          {lead === null ? t('panel.title') : levelWords(words, lead.state)}
          {lead !== null && !over && (
            <>
              {' '}
              <span className={styles['certainty']}>{t(`word.certainty.${lead.state.certainty}`)}</span>
            </>
          )}
        </h2>
        <Badge tone={incident.unacknowledged ? 'strong' : 'plain'}>{t(`word.status.${incident.status}`)}</Badge>
      </div>
      <div className={styles['people']}>
        <span>
          <Diamond size={11} fill="currentColor" role="img" aria-label={t('word.role.offender')} />
          {people.offender?.name ?? unknown}
        </span>
        <span>
          <Circle size={11} strokeWidth={3} role="img" aria-label={t('word.role.victim')} />
          {people.victim?.name ?? unknown}
          {people.otherVictims > 0 && ` ${t('queue.others', { n: people.otherVictims })}`}
        </span>
        <UnrecordedTag incidentId={incident.id} />
        {isEscalated(incident) && <Badge tone="strong">{t('queue.escalated')}</Badge>}
        {incident.shelved !== null && (
          <Badge tone="outline">{t('shelve.until', { time: formatShortTime(incident.shelved.until_ms) })}</Badge>
        )}
        {incident.brokeGlass && <Badge tone="outline">{t('panel.brokeGlass')}</Badge>}
      </div>
      <StoryLinks incident={incident} />
      <Collapsible.Root open={open} onOpenChange={setOpen}>
        <Collapsible.Trigger className={styles['fold']}>
          <ChevronRight size={13} aria-hidden />
          {t('panel.order')} {people.order?.number ?? ''}
        </Collapsible.Trigger>
        <Collapsible.Content>
          {people.order === null ? (
            <p className={styles['quiet']}>{t('panel.orderUnknown')}</p>
          ) : (
            <OrderFacts order={people.order} />
          )}
        </Collapsible.Content>
      </Collapsible.Root>
    </header>
  );
};
