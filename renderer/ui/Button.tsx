import { clsx } from 'clsx';
import type { ComponentProps } from 'react';
import { Kbd } from './Kbd.tsx';
import styles from './Button.module.css';

type Props = ComponentProps<'button'> & {
  /** `primary`: the one thing to do now; at most one in a panel. */
  readonly variant?: 'primary' | 'secondary' | 'quiet';
  readonly size?: 's' | 'm' | 'l';
  /** Key that does the same, shown inside the button. */
  readonly shortcut?: string | undefined;
  /** Work is under way: the button keeps its width and takes no further press. */
  readonly busy?: boolean;
};

export const Button = ({ variant = 'secondary', size = 'm', shortcut, busy = false, ...rest }: Props) => {
  const { className, children, disabled, type = 'button', ...button } = rest;
  return (
    <button
      {...button}
      type={type}
      disabled={disabled === true || busy}
      aria-busy={busy || undefined}
      className={clsx(styles['button'], styles[variant], styles[size], className)}
    >
      {children}
      {shortcut !== undefined && <Kbd>{shortcut}</Kbd>}
    </button>
  );
};
