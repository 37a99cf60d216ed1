import { Tabs as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import { useShortcut } from '../lib/keys.ts';
import { Kbd } from './Kbd.tsx';
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
  /** [ and ] go to the tab before and after from anywhere on the screen, round and round; for one row of tabs in a view. */
  readonly keys?: boolean;
};

export const Tabs = <T extends string>({ label, value, onChange, tabs, keys = false }: Props<T>) => {
  const choose = (chosen: string): void => {
    const tab = tabs.find((candidate) => candidate.value === chosen);
    if (tab !== undefined) onChange(tab.value);
  };
  const go = (step: 1 | -1): void => {
    const at = tabs.findIndex((tab) => tab.value === value);
    const tab = tabs.at((at + step) % tabs.length);
    if (tab !== undefined) onChange(tab.value);
  };
  useShortcut('tabBefore', () => go(-1), keys);
  useShortcut('tabAfter', () => go(1), keys);
  return (
    <Radix.Root value={value} onValueChange={choose} className={styles['root']}>
      <div className={styles['row']}>
        <Radix.List aria-label={label} className={styles['list']}>
          {tabs.map((tab) => (
            <Radix.Trigger key={tab.value} value={tab.value} className={styles['tab']}>
              {tab.label}
            </Radix.Trigger>
          ))}
        </Radix.List>
        {keys && (
          <span className={styles['keys']}>
            <Kbd>[</Kbd> <Kbd>]</Kbd>
          </span>
        )}
      </div>
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
