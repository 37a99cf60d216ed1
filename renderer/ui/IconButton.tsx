import { clsx } from 'clsx';
import type { ComponentProps } from 'react';
import { Tooltip } from './Tooltip.tsx';
import styles from './IconButton.module.css';

type Props = Omit<ComponentProps<'button'>, 'aria-label'> & {
  /** Read by assistive technology and shown as the tooltip. */
  readonly label: string;
};

/** A button that shows an icon only. */
export const IconButton = ({ label, className, type = 'button', ...rest }: Props) => (
  <Tooltip content={label}>
    <button {...rest} type={type} aria-label={label} className={clsx(styles['button'], className)} />
  </Tooltip>
);
