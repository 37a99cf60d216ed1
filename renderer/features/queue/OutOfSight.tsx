import { ChevronDown, ChevronUp } from 'lucide-react';
import { useLayoutEffect, useState } from 'react';
import type { RefObject } from 'react';
import type { DispatchCode } from '../../../shared/domain/codes.ts';
import { CodeTag } from '../../ui/CodeTag.tsx';
import { useWords } from '../../lib/words.ts';
import { outOfSight } from './order.ts';
import type { OutOfSight as Hidden } from './order.ts';
import styles from './outOfSight.module.css';

type Props = {
  readonly scroller: RefObject<HTMLElement | null>;
  readonly codes: readonly DispatchCode[];
  readonly row_px: number;
};

const NOTHING_SEEN = { top_px: 0, height_px: Number.MAX_SAFE_INTEGER };

/** What the list shows of itself, as it is scrolled and as its height changes. */
const useSeen = (scroller: Props['scroller']) => {
  const [seen, setSeen] = useState(NOTHING_SEEN);
  useLayoutEffect(() => {
    const element = scroller.current;
    if (element === null) return undefined;
    const measure = (): void => {
      const { scrollTop: top_px, clientHeight: height_px } = element;
      // Not laid out yet: nobody sees anything, and nothing is out of sight.
      const next = height_px === 0 ? NOTHING_SEEN : { top_px, height_px };
      setSeen((before) => (before.top_px === next.top_px && before.height_px === next.height_px ? before : next));
    };
    measure();
    const resized = new ResizeObserver(measure);
    resized.observe(element);
    element.addEventListener('scroll', measure, { passive: true });
    return () => {
      resized.disconnect();
      element.removeEventListener('scroll', measure);
    };
  }, [scroller]);
  return seen;
};

/** How many rows are out of sight above and below, and the most urgent code among them. Always there where any is. */
export const OutOfSight = ({ scroller, codes, row_px }: Props) => {
  const { t } = useWords();
  const { above, below } = outOfSight(codes, row_px, useSeen(scroller));
  if (above === null && below === null) return null;
  const scroll = (pages: number): void =>
    scroller.current?.scrollBy({ top: pages * (scroller.current.clientHeight - row_px) });
  const part = (hidden: Hidden | null, pages: 1 | -1) => {
    if (hidden === null) return null;
    const Icon = pages === 1 ? ChevronDown : ChevronUp;
    return (
      <button
        type="button"
        className={styles['part']}
        data-out-of-sight={pages === 1 ? 'below' : 'above'}
        data-code={hidden.code}
        onClick={() => scroll(pages)}
      >
        <Icon size={14} aria-hidden />
        {t(pages === 1 ? 'queue.below' : 'queue.above', { n: hidden.count })}
        <span className={styles['highest']}>{t('queue.highest')}</span>
        <CodeTag code={hidden.code} />
      </button>
    );
  };
  return (
    <div className={styles['hidden']}>
      {part(above, -1)}
      {part(below, 1)}
    </div>
  );
};
