import { useEffect, useRef, useState } from 'react';
import { escapeOnMap } from '../../lib/escapes.ts';
import { formatAgo } from '../../lib/format.ts';
import { usePointerHere } from '../../lib/looking.ts';
import { useWords } from '../../lib/words.ts';
import type { PlaceId } from '../../../shared/domain/ids.ts';
import type { EscapeOption } from '../../../shared/protocol/messages.ts';
import { leadTo } from '../../stores/actions.ts';
import { previewPlace, useSession } from '../../stores/session.ts';
import { Button } from '../../ui/Button.tsx';
import { Kbd } from '../../ui/Kbd.tsx';
import { useGuidanceRows } from './guidance/GuidanceList.tsx';
import { GuidePreview } from './guidance/GuidePreview.tsx';
import { ledTo } from './guidance/model.ts';
import { EscapeRow } from './EscapeRow.tsx';
import { Section } from './Section.tsx';
import type { PanelModel } from './useIncident.ts';
import { useShownEscapes } from './useShownEscapes.ts';
import styles from './escape.module.css';

type Props = {
  readonly model: PanelModel;
  /** The list was asked for by its key, and has not taken the focus yet. */
  readonly asked: boolean;
  readonly onFocused: () => void;
};

/** The focus goes to the line above or below, and stays in the list. */
const moveFocus = (list: HTMLElement | null, from: PlaceId, step: 1 | -1): void => {
  const lines = [...(list?.querySelectorAll<HTMLElement>('[data-place]') ?? [])];
  const at = lines.findIndex((line) => line.dataset['place'] === from);
  lines[Math.min(lines.length - 1, Math.max(0, at + step))]?.focus();
};

/**
 * Safe places the victim can be led to, best first. Keeps its height while advice is on its way, and its order while somebody looks at it. A
 * press shows what would be sent; only the next one sends it.
 */
export const Escapes = ({ model, asked, onFocused }: Props) => {
  const { t, common } = useWords();
  const { advice, index, incident, people, now_ms, may } = model;
  const chosen = useSession((state) => state.chosenPlace);
  const previewed = useSession((state) => state.previewedPlace);
  const [isPointedAt, setPointedAt] = useState(false);
  const pointer = usePointerHere(setPointedAt);
  const [isFocused, setFocused] = useState(false);
  const [asking, setAsking] = useState<EscapeOption | null>(null);
  const list = useRef<HTMLOListElement>(null);
  useEffect(() => () => previewPlace(null), []);
  const escapes = advice?.escape ?? [];
  const hasLines = escapes.length > 0;
  useEffect(() => {
    if (!asked || !hasLines) return;
    list.current?.querySelector<HTMLElement>('[data-place]')?.focus();
    onFocused();
  }, [asked, hasLines, onFocused]);
  const isHeld = isPointedAt || isFocused || asking !== null;
  const shown = useShownEscapes({ escapes, chosen, isHeld, now_ms });
  const rows = useGuidanceRows(model);
  const { victim } = people;
  const led = victim === null ? null : ledTo(rows, victim.id);
  const mayGuide = victim !== null && may('guidance.send');
  const ask = (escape: EscapeOption): void => {
    if (mayGuide && !shown.justMoved) setAsking(escape);
  };
  const guideTo = (escape: EscapeOption) => {
    if (!mayGuide) return null;
    const here = led?.placeId === escape.placeId;
    const state = !here ? 'free' : led.sentAt_ms === null ? 'sending' : 'led';
    return { state, ask: () => ask(escape) } as const;
  };
  const onMap = escapeOnMap(escapes, { chosen, previewed });
  const placeOf = (id: PlaceId | null) => (id === null ? undefined : index.placeById.get(id));
  /** As the data stand now; once it is weighed no more, nobody knows who would be first. */
  const now = asking === null ? undefined : escapes.find(({ placeId }) => placeId === asking.placeId);
  const weighed = asking === null ? null : (now ?? { ...asking, race: null });
  const place = placeOf(weighed?.placeId ?? null);
  return (
    <Section
      title={t('escape.title')}
      aside={
        <>
          {mayGuide && <Kbd>G</Kbd>} {advice !== null && formatAgo(common, Math.max(0, (now_ms - advice.at_ms) / 1000))}
        </>
      }
    >
      <p className={styles['order']}>
        <span>{shown.justMoved ? t('unit.justMoved') : shown.differs ? t('escape.differs') : t('escape.best')}</span>
        {shown.differs && (
          <Button size="s" variant="quiet" onClick={shown.takeDue}>
            {t('unit.takeOrder')}
          </Button>
        )}
      </p>
      <div ref={pointer} className={styles['room']} data-testid="escapes">
        {escapes.length === 0 && (
          <p className={styles['kind']}>{t(advice === null ? 'escape.waiting' : 'escape.none')}</p>
        )}
        {escapes.length > 0 && (
          <ol ref={list} className={styles['rows']} aria-label={t('escape.title')}>
            {shown.rows.map(({ escape, dueAt }) => {
              const at = index.placeById.get(escape.placeId);
              return at === undefined ? null : (
                <EscapeRow
                  key={at.id}
                  escape={escape}
                  place={at}
                  dueAt={dueAt}
                  chosen={at.id === chosen}
                  onMap={at.id === onMap?.placeId}
                  guide={guideTo(escape)}
                  onFocusShown={setFocused}
                  onMove={(step) => moveFocus(list.current, at.id, step)}
                />
              );
            })}
          </ol>
        )}
      </div>
      {weighed !== null && place !== undefined && victim !== null && (
        <GuidePreview
          escape={weighed}
          place={place}
          victim={victim}
          former={placeOf(led?.placeId ?? null) ?? null}
          onClose={() => setAsking(null)}
          onSend={() => {
            void leadTo(incident.id, victim.id, place.id);
            setAsking(null);
          }}
        />
      )}
    </Section>
  );
};
