import { clsx } from 'clsx';
import styles from './BothEnds.module.css';

/** Longest last part that is kept whole. */
const LONGEST_PART = 8;
/** As much of the end is kept where there are no parts. */
const KEPT = 3;
/** A name this short is never shortened. */
const SHORT = 4;

/** Where a name may be cut: what stays of its end, the number or the last part, and what gives way before it. */
export const endsOf = (name: string): { readonly head: string; readonly tail: string } => {
  if (name.length <= SHORT) return { head: '', tail: name };
  const gap = name.lastIndexOf(' ');
  const part = gap <= 0 ? 0 : name.length - gap;
  const kept = part > 1 && part <= LONGEST_PART + 1 ? part : KEPT;
  return { head: name.slice(0, -kept), tail: name.slice(-kept) };
};

type Props = { readonly text: string; readonly className?: string | undefined };

/** A name that keeps both ends where there is no room: it is cut in the middle. */
export const BothEnds = ({ text, className }: Props) => {
  const { head, tail } = endsOf(text);
  return (
    <span className={clsx(styles['name'], className)} title={text}>
      {head !== '' && <span className={styles['head']}>{head}</span>}
      <span className={styles['tail']}>{tail}</span>
    </span>
  );
};
