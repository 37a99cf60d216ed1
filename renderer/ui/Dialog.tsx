import { clsx } from 'clsx';
import { X } from 'lucide-react';
import { Dialog as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './Dialog.module.css';

type Props = {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly title: string;
  readonly description?: string | undefined;
  readonly children?: ReactNode;
  /** Buttons, right-aligned; the primary one last. */
  readonly footer?: ReactNode;
  readonly wide?: boolean;
  /** Stays open until one of its own buttons closes it: no Escape, no click outside, no cross. */
  readonly mustAnswer?: boolean;
};

const keepOpen = (event: Event): void => event.preventDefault();

export const Dialog = ({
  open,
  onOpenChange,
  title,
  description,
  children,
  footer,
  wide,
  mustAnswer = false,
}: Props) => {
  const { t } = useTranslation('common');
  const held = mustAnswer
    ? { onEscapeKeyDown: keepOpen, onPointerDownOutside: keepOpen, onInteractOutside: keepOpen }
    : {};
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className={styles['overlay']} />
        <Radix.Content
          className={clsx(styles['content'], wide === true && styles['wide'])}
          {...(description === undefined ? { 'aria-describedby': undefined } : {})}
          {...held}
        >
          <header className={styles['header']}>
            <Radix.Title className={styles['title']}>{title}</Radix.Title>
            {!mustAnswer && (
              <Radix.Close className={styles['close']} aria-label={t('close')}>
                <X size={16} aria-hidden />
              </Radix.Close>
            )}
          </header>
          <div className={styles['body']}>
            {description !== undefined && (
              <Radix.Description className={styles['description']}>{description}</Radix.Description>
            )}
            {children}
          </div>
          {footer !== undefined && <footer className={styles['footer']}>{footer}</footer>}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
};
