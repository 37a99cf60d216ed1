import { TriangleAlert } from 'lucide-react';
import { useRef, useState } from 'react';
import type { KeyboardEvent } from 'react';
import { LANGUAGE_NAMES } from '../../../../shared/domain/languages.ts';
import type { Person } from '../../../../shared/domain/orders.ts';
import { languageOf } from '../../../../shared/domain/orders.ts';
import type { SafePlace } from '../../../../shared/domain/places.ts';
import type { EscapeOption } from '../../../../shared/protocol/messages.ts';
import { formatDistance, formatStopwatch } from '../../../lib/format.ts';
import { useWords } from '../../../lib/words.ts';
import { useSession } from '../../../stores/session.ts';
import { Button } from '../../../ui/Button.tsx';
import { Dialog } from '../../../ui/Dialog.tsx';
import { escapeReason } from '../race.ts';
import styles from './preview.module.css';

type Props = {
  readonly escape: EscapeOption;
  readonly place: SafePlace;
  readonly victim: Person;
  /** Where the victim is being led now; null where nowhere. */
  readonly former: SafePlace | null;
  readonly onClose: () => void;
  readonly onSend: () => void;
};

/** Whether the offender can be there first, as the data stand now. */
const Risk = ({ escape }: { readonly escape: EscapeOption }) => {
  const words = useWords();
  const { t } = words;
  const { race } = escape;
  const risk = race === null ? 'unknown' : race.ahead ? 'ahead' : 'behind';
  return (
    <div className={styles['risk']} data-risk={risk} role={risk === 'behind' ? 'alert' : undefined}>
      {risk !== 'ahead' && <TriangleAlert size={18} aria-hidden />}
      <p>
        <strong>{t(`guide.preview.risk.${risk}`)}</strong>
        {race !== null && <span>{escapeReason(words, escape)}</span>}
      </p>
    </div>
  );
};

/**
 * What is about to be sent to a victim: as their device shows it, the way, and the risk. Only a second press sends it. Where the offender comes
 * to be first while it is open, the key that would send it loses its button.
 */
export const GuidePreview = ({ escape, place, victim, former, onClose, onSend }: Props) => {
  const { t, common } = useWords();
  const locale = useSession((state) => state.settings.locale);
  const sent = useRef(false);
  const language = languageOf(victim);
  const isRisky = escape.race?.ahead === false;
  const [openedRisky] = useState(isRisky);
  const send = (): void => {
    if (sent.current) return;
    sent.current = true;
    onSend();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' || (!event.repeat && !event.ctrlKey && !event.metaKey)) return;
    event.preventDefault();
    // The press that opened it, held down, must not send it too.
    if (!event.repeat) send();
  };
  const footer = (
    <>
      <Button onClick={onClose} shortcut="Esc">
        {t('guide.preview.back')}
      </Button>
      <Button
        // Another button: the focus, and the press that was meant for the safe way, stay with the one that is gone.
        key={String(isRisky)}
        variant="primary"
        shortcut="Enter"
        autoFocus={openedRisky || !isRisky}
        onKeyDown={onKeyDown}
        onClick={send}
        data-send-guidance
      >
        {t(isRisky ? 'guide.preview.sendAnyway' : 'guide.preview.send')}
      </Button>
    </>
  );
  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title={t('guide.preview.title', { victim: victim.name })}
      footer={footer}
    >
      <section className={styles['device']} aria-label={t('guide.preview.device')}>
        <h4>
          {t('guide.preview.device')} <span>{LANGUAGE_NAMES.find(({ id }) => id === language)?.name}</span>
        </h4>
        <p lang={language}>{place[language]}</p>
        {language !== locale && <p className={styles['own']}>{place[locale]}</p>}
      </section>
      <p className={styles['way']}>
        {t('guide.preview.way', {
          kind: t(`word.placeKind.${place.kind}`),
          distance: formatDistance(common, escape.distance_m),
          via: t(`unit.${escape.via}`),
          time: formatStopwatch(escape.victim_s),
        })}
      </p>
      <Risk escape={escape} />
      {former !== null && <p className={styles['former']}>{t('guide.preview.replaces', { place: former[locale] })}</p>}
    </Dialog>
  );
};
