import { clsx } from 'clsx';
import { CornerDownRight } from 'lucide-react';
import type { ReactNode } from 'react';
import { CodeTag } from '../../ui/CodeTag.tsx';
import { levelWords } from '../../lib/alertWords.ts';
import { useWords } from '../../lib/words.ts';
import { ClaimTag } from '../claim/index.ts';
import { UnrecordedTag } from '../unrecorded/index.ts';
import { Distance } from './Distance.tsx';
import { DraftMark } from './DraftMark.tsx';
import { FollowingMark } from './FollowingMark.tsx';
import { Pair } from './Pair.tsx';
import { Waited } from './Waited.tsx';
import type { QueueRow } from './model.ts';
import { RowUnits } from './RowUnits.tsx';
import coded from './coded.module.css';
import styles from './queue.module.css';

type Props = {
  readonly row: QueueRow;
  readonly selected: boolean;
  /** That it was first up, before all else. */
  readonly mark: ReactNode;
  readonly onSelect: () => void;
};

/** Four lines of fixed height: what and how sure, who, how far apart, who is on it. */
export const Row = ({ row, selected, mark, onSelect }: Props) => {
  const words = useWords();
  const { t } = words;
  const { incident, lead, ringing, isOver } = row;
  return (
    <li>
      <button
        type="button"
        className={clsx(styles['row'], coded['coded'])}
        data-incident={incident.id}
        data-code={incident.code}
        data-sounding={ringing !== null}
        data-over={isOver}
        aria-current={selected}
        onClick={onSelect}
      >
        <span className={styles['first']}>
          {mark}
          {isOver && <strong className={styles['over']}>{t('queue.over')}</strong>}
          <CodeTag code={incident.code} isOver={isOver} />
          <span className={styles['level']}>
            {lead === null ? t(`word.status.${incident.status}`) : levelWords(words, lead.state)}
          </span>
          {lead !== null && !isOver && (
            <span className={styles['certainty']}>{t(`word.certainty.${lead.state.certainty}`)}</span>
          )}
          <Waited row={row} isLine={false} />
        </span>
        <Pair row={row} />
        <Distance apart={row.apart} />
        <span className={styles['units']}>
          {row.answer !== null && (
            <strong className={styles['answer']} data-answer={row.answer}>
              {t(`queue.answer.${row.answer}`)}
            </strong>
          )}
          <UnrecordedTag incidentId={incident.id} />
          <FollowingMark incidentId={incident.id} />
          <ClaimTag incident={incident} />
          <DraftMark incident={incident} />
          <span className={styles['status']}>{t(`word.status.${incident.status}`)}</span>
          <CornerDownRight size={12} aria-hidden />
          <RowUnits row={row} />
        </span>
      </button>
    </li>
  );
};
