import styles from './LinkDot.module.css';

type Props = { readonly status: 'connecting' | 'up' | 'lost' | 'refused' | 'late' };

/** State of a connection by shape, not by hue: full, half, hollow or crossed out. The words stand beside it. */
export const LinkDot = ({ status }: Props) => <span className={styles['dot']} data-status={status} aria-hidden />;
