import { clsx } from 'clsx';
import { MoveDown } from 'lucide-react';
import { VisuallyHidden } from 'radix-ui';
import type { ReactNode } from 'react';
import { CodeTag } from '../../ui/CodeTag.tsx';
import { levelWords } from '../../lib/alertWords.ts';
import { contactNow } from '../../lib/contact.ts';
import { formatDistance, formatStopwatch } from '../../lib/format.ts';
import { useWords } from '../../lib/words.ts';
import { ClaimTag } from '../claim/index.ts';
import { UnrecordedTag } from '../unrecorded/index.ts';
import { DraftMark } from './DraftMark.tsx';
import { FollowingMark } from './FollowingMark.tsx';
import { Pair } from './Pair.tsx';
import { Waited } from './Waited.tsx';
import type { QueueRow } from './model.ts';
import coded from './coded.module.css';
import styles from './lines.module.css';

/** How soon, where that is known, else how far: the one figure there is room for. */
const Nearness = ({ row }: { readonly row: QueueRow }) => {
  const { t, common } = useWords();
  const contact = contactNow(row.apart);
  const isStale = (contact.kind === 'time' || contact.kind === 'within') && contact.isStale;
  const figure = (): string => {
    if (contact.kind === 'time') return formatStopwatch(contact.expected_s);
    if (contact.kind === 'within') return t('queue.withinContact');
    return row.apart === null ? '—' : formatDistance(common, row.apart.distance_m);
  };
  return (
    <span className={styles['near']} data-stale={isStale} data-contact={contact.kind === 'time'}>
      {contact.kind === 'time' && (
        <>
          <MoveDown size={11} aria-hidden />
          <VisuallyHidden.Root>{t('panel.contactIn')} </VisuallyHidden.Root>
        </>
      )}
      {figure()}
      {isStale && <VisuallyHidden.Root> {t('queue.staleFigure')}</VisuallyHidden.Root>}
      {isStale && <span aria-hidden>?</span>}
    </span>
  );
};

/** What to do next; before that, that a victim has answered that help is needed. */
const NextWord = ({ row: { incident, next, answer } }: { readonly row: QueueRow }) => {
  const { t } = useWords();
  if (answer !== null)
    return (
      <strong className={styles['answer']} data-answer={answer}>
        {t(`queue.answer.${answer}`)}
      </strong>
    );
  return (
    <strong className={styles['next']}>
      {next === null ? t(`word.status.${incident.status}`) : t(`queue.next.${next}`)}
    </strong>
  );
};

type Props = {
  readonly row: QueueRow;
  readonly selected: boolean;
  /** Said before the names: that it was first up, or that it rose. */
  readonly mark: ReactNode;
  readonly className?: string | undefined;
  /** The incident stands in another row too. */
  readonly isRepeated?: boolean;
  readonly onSelect: () => void;
};

/** One line: what, whom, how near, what to do next, and how long it has waited. */
export const LineRow = ({ row, selected, mark, onSelect, className, isRepeated = false }: Props) => {
  const words = useWords();
  const { t } = words;
  const { incident, lead, ringing, isOver } = row;
  const level = lead === null ? t(`word.status.${incident.status}`) : levelWords(words, lead.state);
  return (
    <li className={clsx(styles['item'], className)} data-repeated={isRepeated}>
      <button
        type="button"
        className={clsx(styles['line'], coded['coded'])}
        data-incident={incident.id}
        data-code={incident.code}
        data-sounding={ringing !== null}
        data-over={isOver}
        aria-current={selected}
        title={isOver ? `${t('queue.over')} · ${level}` : level}
        onClick={onSelect}
      >
        <CodeTag code={incident.code} size="s" isOver={isOver} />
        <span className={styles['mark']}>
          {mark}
          <UnrecordedTag incidentId={incident.id} isShort />
          <ClaimTag incident={incident} isShort />
          <DraftMark incident={incident} />
          <FollowingMark incidentId={incident.id} />
        </span>
        <Pair row={row} />
        <span className={styles['level']}>{isOver ? t('queue.over') : level}</span>
        <Nearness row={row} />
        <NextWord row={row} />
        <Waited row={row} isLine />
      </button>
    </li>
  );
};
