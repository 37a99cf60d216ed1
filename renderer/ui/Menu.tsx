import { DropdownMenu as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import { Kbd } from './Kbd.tsx';
import styles from './Menu.module.css';

export type MenuItem = {
  readonly key: string;
  readonly label: string;
  readonly onSelect: () => void;
  readonly disabled?: boolean;
  readonly shortcut?: string;
};

type Props = {
  /** One button element. */
  readonly trigger: ReactNode;
  readonly heading?: ReactNode;
  readonly items: readonly MenuItem[];
};

export const Menu = ({ trigger, heading, items }: Props) => (
  <Radix.Root>
    <Radix.Trigger asChild>{trigger}</Radix.Trigger>
    <Radix.Portal>
      <Radix.Content align="end" sideOffset={6} collisionPadding={8} className={styles['content']}>
        {heading !== undefined && <Radix.Label className={styles['heading']}>{heading}</Radix.Label>}
        {items.map((item) => (
          <Radix.Item
            key={item.key}
            disabled={item.disabled === true}
            onSelect={item.onSelect}
            className={styles['item']}
          >
            {item.label}
            {item.shortcut !== undefined && <Kbd>{item.shortcut}</Kbd>}
          </Radix.Item>
        ))}
      </Radix.Content>
    </Radix.Portal>
  </Radix.Root>
);
