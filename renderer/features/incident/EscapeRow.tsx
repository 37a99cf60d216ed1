import type { KeyboardEvent } from 'react';
import type { SafePlace } from '../../../shared/domain/places.ts';
import type { EscapeOption } from '../../../shared/protocol/messages.ts';
import { useFocusShown } from '../../lib/looking.ts';
import { formatDistance, formatStopwatch } from '../../lib/format.ts';
import { useWords } from '../../lib/words.ts';
import { choosePlace, previewPlace, useSession } from '../../stores/session.ts';
import { Badge } from '../../ui/Badge.tsx';
import { Button } from '../../ui/Button.tsx';
import { escapeReason } from './race.ts';
import styles from './escape.module.css';

type Props = {
  readonly escape: EscapeOption;
  readonly place: SafePlace;
  readonly chosen: boolean;
  readonly onMap: boolean;
  /** The place in the list that it would have now, where that is another one. */
  readonly dueAt: number | null;
  /** Null where this operator may guide nobody. `ask` shows what would be sent. */
  readonly guide: { readonly state: 'free' | 'sending' | 'led'; readonly ask: () => void } | null;
  /** The focus has come to this line by keyboard, or has left it. */
  readonly onFocusShown: (isHere: boolean) => void;
  /** The line below is asked for, or the one above. */
  readonly onMove: (step: 1 | -1) => void;
};

const STEPS: Readonly<Record<string, 1 | -1>> = { ArrowDown: 1, ArrowUp: -1 };

/** One safe place: how far the victim walks and whether the offender can be there first. Pointing at it shows the way. */
export const EscapeRow = ({ escape, place, chosen, onMap, dueAt, guide, onFocusShown, onMove }: Props) => {
  const words = useWords();
  const { t, common } = words;
  const focusShown = useFocusShown(onFocusShown);
  const locale = useSession((state) => state.settings.locale);
  const reason = escapeReason(words, escape);
  const name = place[locale];
  const kind = t(`word.placeKind.${place.kind}`);
  const onKeyDown = (event: KeyboardEvent<HTMLButtonElement>): void => {
    if (event.key === 'Escape') event.currentTarget.blur();
    const step = STEPS[event.key];
    if (step !== undefined) {
      event.preventDefault();
      onMove(step);
    }
    if (event.key !== 'Enter' || guide === null) return;
    event.preventDefault();
    if (!event.repeat && guide.state !== 'sending') guide.ask();
  };
  return (
    <li className={styles['line']}>
      <button
        type="button"
        className={styles['row']}
        aria-pressed={chosen}
        data-place={place.id}
        data-on-map={onMap}
        title={t('escape.show')}
        onClick={() => choosePlace(place.id)}
        onKeyDown={onKeyDown}
        onMouseEnter={() => previewPlace(place.id)}
        onMouseLeave={() => previewPlace(null)}
        onFocus={(event) => {
          previewPlace(place.id);
          focusShown.onFocus(event);
        }}
        onBlur={() => {
          previewPlace(null);
          focusShown.onBlur();
        }}
      >
        <span className={styles['place']} title={name}>
          <strong>{name}</strong>{' '}
          {!name.toLowerCase().includes(kind.toLowerCase()) && <span className={styles['kind']}>{kind}</span>}{' '}
          {dueAt !== null && <Badge tone="strong">{t('unit.dueAt', { n: dueAt })}</Badge>}
        </span>
        <span className={styles['walk']}>
          <span className={styles['kind']}>{formatDistance(common, escape.distance_m)}</span>{' '}
          {t('escape.walk', { time: formatStopwatch(escape.victim_s) })}
        </span>
        <span className={styles['reason']} title={reason}>
          {escape.race?.ahead === false && <Badge tone="outline">{t('escape.notAhead')}</Badge>} {reason}
        </span>
      </button>
      {guide !== null && (
        <Button
          size="s"
          className={styles['guide']}
          busy={guide.state === 'sending'}
          title={t('escape.guideTitle', { place: name })}
          data-guide={place.id}
          onClick={guide.ask}
        >
          {t(`escape.guide.${guide.state}`)}
        </Button>
      )}
    </li>
  );
};
