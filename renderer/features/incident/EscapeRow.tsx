import type { SafePlace } from '../../../shared/domain/places.ts';
import type { EscapeOption } from '../../../shared/protocol/messages.ts';
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
  /** Null where this operator may guide nobody. */
  readonly guide: { readonly state: 'free' | 'sending' | 'led'; readonly send: () => void } | null;
};

/** One safe place: how far the victim walks and whether the offender can be there first. Pointing at it shows the way. */
export const EscapeRow = ({ escape, place, chosen, onMap, guide }: Props) => {
  const words = useWords();
  const { t, common } = words;
  const locale = useSession((state) => state.settings.locale);
  const reason = escapeReason(words, escape);
  const name = place[locale];
  const kind = t(`word.placeKind.${place.kind}`);
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
        onMouseEnter={() => previewPlace(place.id)}
        onMouseLeave={() => previewPlace(null)}
        onFocus={() => previewPlace(place.id)}
        onBlur={() => previewPlace(null)}
      >
        <span className={styles['place']} title={name}>
          <strong>{name}</strong>{' '}
          {!name.toLowerCase().includes(kind.toLowerCase()) && <span className={styles['kind']}>{kind}</span>}
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
          onClick={guide.send}
        >
          {t(`escape.guide.${guide.state}`)}
        </Button>
      )}
    </li>
  );
};
