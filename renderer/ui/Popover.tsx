import { Popover as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import styles from './Popover.module.css';

type Props = {
  /** Accessible name of what opens. */
  readonly label: string;
  /** One button element. */
  readonly trigger: ReactNode;
  readonly children: ReactNode;
};

/** A small panel beside the button that opens it; Escape or a press outside closes it. */
export const Popover = ({ label, trigger, children }: Props) => (
  <Radix.Root>
    <Radix.Trigger asChild>{trigger}</Radix.Trigger>
    <Radix.Portal>
      <Radix.Content
        data-beside
        aria-label={label}
        align="end"
        sideOffset={6}
        collisionPadding={8}
        className={styles['content']}
      >
        {children}
      </Radix.Content>
    </Radix.Portal>
  </Radix.Root>
);
