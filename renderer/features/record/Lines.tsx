import { LockOpen } from 'lucide-react';
import type { Seq } from '../../../shared/domain/ids.ts';
import type { Entry } from '../../../shared/domain/incidents/entries.ts';
import { Badge } from '../../ui/Badge.tsx';
import { formatDateTime, formatDistance, formatStopwatch, formatTime } from '../../lib/format.ts';
import { personName } from '../../lib/alertWords.ts';
import type { PendingCommand } from '../../../shared/api/contract.ts';
import { UnrecordedMark } from '../unrecorded/index.ts';
import type { DistanceRun, EntryRow, SealingRun } from './model.ts';
import { actorWords, commandWords, entryWords } from './words.ts';
import type { RecordContext } from './words.ts';
import styles from './record.module.css';

/** Names a line, so that a correction and what it corrects lead to one another. */
const lineId = (seq: Seq): string => `entry-${seq}`;

/** Brings a line that stands in the page into sight, and the keyboard with it. */
export const showLine = (seq: Seq): void => {
  const line = document.getElementById(lineId(seq));
  line?.scrollIntoView({ block: 'center' });
  line?.focus();
};

type Common = {
  readonly raised_ms: number;
  readonly context: RecordContext;
  /** The replay stands at this line. */
  readonly current: boolean;
  /** Something that it tells of is not recorded yet. */
  readonly unrecorded: boolean;
};

/** What names a line to whoever clicks on it or looks for it, and says that the replay stands there. */
const lineMarks = (key: string, current: boolean) => ({ 'data-line': key, 'aria-current': current ? true : undefined });

/** `+0:08` since the incident was raised; a lead-in before it has a minus. */
const relative = (at_ms: number, raised_ms: number): string => {
  const passed_s = (at_ms - raised_ms) / 1000;
  return `${passed_s < 0 ? '−' : '+'}${formatStopwatch(Math.abs(passed_s))}`;
};

const Times = ({ at_ms, raised_ms }: { readonly at_ms: number; readonly raised_ms: number }) => (
  <div className={styles['times']}>
    <time dateTime={new Date(at_ms).toISOString()} title={formatDateTime(at_ms)}>
      {formatTime(at_ms)}
    </time>
    <span className={styles['relative']}>{relative(at_ms, raised_ms)}</span>
  </div>
);

type EntryLineProps = Common & {
  readonly row: EntryRow;
  /** Entries that correct this one. */
  readonly corrections: readonly Entry[];
  /** Null where nothing may be corrected. */
  readonly onCorrect: ((entry: Entry) => void) | null;
  /** Leads to another line of the record. */
  readonly onShow: (seq: Seq) => void;
};

const opensByBreakGlass = ({ body }: Entry): boolean => body.kind === 'lease.granted' && body.purpose === 'break-glass';

export const EntryLine = ({
  row,
  raised_ms,
  context,
  current,
  unrecorded,
  corrections,
  onCorrect,
  onShow,
}: EntryLineProps) => {
  const { t } = context.words;
  const { entry, late } = row;
  const { title, detail } = entryWords(context, entry.body);
  const code = 'alert' in entry.body ? entry.body.alert.code : undefined;
  return (
    <li
      id={lineId(entry.seq)}
      {...lineMarks(row.key, current)}
      tabIndex={-1}
      className={styles['line']}
      data-kind={entry.body.kind}
      data-code={code}
      data-corrected={corrections.length > 0}
    >
      <Times at_ms={entry.at_ms} raised_ms={raised_ms} />
      <div className={styles['said']}>
        <p className={styles['title']}>
          {opensByBreakGlass(entry) && <LockOpen size={13} aria-hidden />}
          {title}
        </p>
        {detail !== null && <p className={styles['detail']}>{detail}</p>}
        <p className={styles['who']}>
          {actorWords(context, entry.actor)}
          {unrecorded && <UnrecordedMark />}
          {late && (
            <span title={t('record.lateTitle', { time: formatDateTime(entry.recordedAt_ms) })}>
              <Badge tone="outline">{t('record.late')}</Badge>
            </span>
          )}
          {entry.body.kind === 'entry.corrected' && (
            <Jump to={entry.body.corrects} onShow={onShow} words={t('record.toCorrected')} />
          )}
          {corrections.map(({ seq, at_ms }) => (
            <Jump key={seq} to={seq} onShow={onShow} words={t('record.wasCorrected', { time: formatTime(at_ms) })} />
          ))}
          {onCorrect !== null && (
            <button type="button" className={styles['correct']} onClick={() => onCorrect(entry)}>
              {t('record.correct')}
            </button>
          )}
        </p>
      </div>
    </li>
  );
};

type JumpProps = { readonly to: Seq; readonly words: string; readonly onShow: (seq: Seq) => void };

const Jump = ({ to, words, onShow }: JumpProps) => (
  <button type="button" className={styles['jump']} onClick={() => onShow(to)}>
    {words}
  </button>
);

export const DistanceLine = ({
  row,
  raised_ms,
  context,
  current,
  unrecorded,
}: Common & { readonly row: DistanceRun }) => {
  const { t, common } = context.words;
  const victim = personName(context.words, context.index, row.victim);
  const metres = (value_m: number): string => formatDistance(common, value_m);
  return (
    <li {...lineMarks(row.key, current)} tabIndex={-1} className={styles['line']} data-kind="distance.measured">
      <Times at_ms={row.from_ms} raised_ms={raised_ms} />
      <div className={styles['said']}>
        <p className={styles['measure']}>
          {row.count === 1
            ? t('record.distance', { distance: metres(row.first_m), victim })
            : t('record.distances', { first: metres(row.first_m), last: metres(row.last_m), victim })}{' '}
          {unrecorded && <UnrecordedMark />}
        </p>
        {row.count > 1 && (
          <p className={styles['who']}>
            {t('record.distancesDetail', {
              n: row.count,
              nearest: metres(row.nearest_m),
              farthest: metres(row.farthest_m),
            })}
          </p>
        )}
      </div>
    </li>
  );
};

type SealingLineProps = Common & {
  readonly row: SealingRun;
  readonly open: boolean;
  readonly onToggle: (key: string) => void;
};

/** Sealings in a row as one line, with how many and until when; each of them below it once it is unfolded. */
export const SealingLine = ({ row, raised_ms, context, current, unrecorded, open, onToggle }: SealingLineProps) => {
  const { words, index } = context;
  const pieces = row.entries.flatMap(({ body }) => (body.kind === 'positions.committed' ? body.pieces : []));
  const people = new Set(pieces.map(({ personId }) => personName(words, index, personId)));
  return (
    <li {...lineMarks(row.key, current)} tabIndex={-1} className={styles['line']} data-kind="positions.committed">
      <Times at_ms={row.from_ms} raised_ms={raised_ms} />
      <div className={styles['said']}>
        <p className={styles['title']}>
          {words.t('record.positionsCommitted', {
            count: pieces.reduce((sum, { points }) => sum + points, 0),
            subjects: [...people].join(', '),
          })}
        </p>
        <p className={styles['who']}>
          {words.t('record.sealingsDetail', { n: row.entries.length, time: formatTime(row.to_ms) })}
          {unrecorded && <UnrecordedMark />}
          <button type="button" className={styles['jump']} aria-expanded={open} onClick={() => onToggle(row.key)}>
            {words.t(open ? 'record.fold' : 'record.unfold')}
          </button>
        </p>
      </div>
    </li>
  );
};

/** A command that has not landed yet: shown in place, and plainly as not recorded. */
export const PendingLine = ({
  command,
  context,
}: {
  readonly command: PendingCommand;
  readonly context: RecordContext;
}) => {
  const { title, detail } = commandWords(context, command.body);
  return (
    <li className={styles['line']} data-pending="true">
      <div className={styles['times']}>
        <time dateTime={new Date(command.issuedAt_ms).toISOString()}>{formatTime(command.issuedAt_ms)}</time>
      </div>
      <div className={styles['said']}>
        <p className={styles['title']}>{title}</p>
        {detail !== null && <p className={styles['detail']}>{detail}</p>}
        <p className={styles['who']}>
          <Badge tone="outline">{context.words.t('record.pending')}</Badge>
        </p>
      </div>
    </li>
  );
};
