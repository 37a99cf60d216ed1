import { useEffect } from 'react';
import { escapeOnMap, escapesListed } from '../../lib/escapes.ts';
import { formatAgo } from '../../lib/format.ts';
import { useWords } from '../../lib/words.ts';
import type { PlaceId } from '../../../shared/domain/ids.ts';
import { leadTo } from '../../stores/actions.ts';
import { previewPlace, useSession } from '../../stores/session.ts';
import { useGuidanceRows } from './guidance/GuidanceList.tsx';
import { ledTo } from './guidance/model.ts';
import { EscapeRow } from './EscapeRow.tsx';
import { Section } from './Section.tsx';
import type { PanelModel } from './useIncident.ts';
import styles from './escape.module.css';

/** Safe places the victim can be led to, best first. Keeps its height while advice is on its way. */
export const Escapes = ({ model }: { readonly model: PanelModel }) => {
  const { t, common } = useWords();
  const { advice, index, incident, people, now_ms, may } = model;
  const chosen = useSession((state) => state.chosenPlace);
  const previewed = useSession((state) => state.previewedPlace);
  useEffect(() => () => previewPlace(null), []);
  const escapes = advice?.escape ?? [];
  const rows = useGuidanceRows(model);
  const victim = people.victim?.id;
  const led = victim === undefined ? null : ledTo(rows, victim);
  const guideTo = (placeId: PlaceId) => {
    if (victim === undefined || !may('guidance.send')) return null;
    const here = led?.placeId === placeId;
    const state = !here ? 'free' : led.sentAt_ms === null ? 'sending' : 'led';
    return { state, send: () => void leadTo(incident.id, victim, placeId) } as const;
  };
  const onMap = escapeOnMap(escapes, { chosen, previewed });
  return (
    <Section
      title={t('escape.title')}
      aside={advice === null ? undefined : formatAgo(common, Math.max(0, (now_ms - advice.at_ms) / 1000))}
    >
      <div className={styles['room']} data-testid="escapes">
        {escapes.length === 0 && (
          <p className={styles['kind']}>{t(advice === null ? 'escape.waiting' : 'escape.none')}</p>
        )}
        {escapes.length > 0 && (
          <ol className={styles['rows']} aria-label={t('escape.title')}>
            {escapesListed(escapes, chosen).map((escape) => {
              const place = index.placeById.get(escape.placeId);
              return place === undefined ? null : (
                <EscapeRow
                  key={place.id}
                  escape={escape}
                  place={place}
                  chosen={place.id === chosen}
                  onMap={place.id === onMap?.placeId}
                  guide={guideTo(place.id)}
                />
              );
            })}
          </ol>
        )}
      </div>
    </Section>
  );
};
