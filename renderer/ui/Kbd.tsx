import type { ReactNode } from 'react';
import styles from './Kbd.module.css';

/** A key of the keyboard. Hidden from assistive technology: the control's own name says what it does. */
export const Kbd = ({ children }: { readonly children: ReactNode }) => (
  <kbd className={styles['kbd']} aria-hidden>
    {children}
  </kbd>
);
