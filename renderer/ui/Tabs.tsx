import { Tabs as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import styles from './Tabs.module.css';

export type Tab<T extends string> = {
  readonly value: T;
  readonly label: ReactNode;
  /** Left out when the page switches on `value` itself. */
  readonly content?: ReactNode;
};

type Props<T extends string> = {
  /** Accessible name of the row of tabs. */
  readonly label: string;
  readonly value: T;
  readonly onChange: (value: T) => void;
  readonly tabs: readonly Tab<T>[];
};

export const Tabs = <T extends string>({ label, value, onChange, tabs }: Props<T>) => {
  const choose = (chosen: string): void => {
    const tab = tabs.find((candidate) => candidate.value === chosen);
    if (tab !== undefined) onChange(tab.value);
  };
  return (
    <Radix.Root value={value} onValueChange={choose} className={styles['root']}>
      <Radix.List aria-label={label} className={styles['list']}>
        {tabs.map((tab) => (
          <Radix.Trigger key={tab.value} value={tab.value} className={styles['tab']}>
            {tab.label}
          </Radix.Trigger>
        ))}
      </Radix.List>
      {tabs.map(
        (tab) =>
          tab.content !== undefined && (
            <Radix.Content key={tab.value} value={tab.value} className={styles['content']} tabIndex={-1}>
              {tab.content}
            </Radix.Content>
          ),
      )}
    </Radix.Root>
  );
};
