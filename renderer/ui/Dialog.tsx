import { clsx } from 'clsx';
import { X } from 'lucide-react';
import { Dialog as Radix } from 'radix-ui';
import type { KeyboardEvent, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { isSend } from '../lib/keys.ts';
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
  /** What Ctrl+Enter does from anywhere in it: the same as the primary button. */
  readonly onConfirm?: (() => void) | undefined;
  /** Stays open until one of its own buttons closes it: no Escape, no click outside, no cross. */
  readonly mustAnswer?: boolean;
};

const TO_FILL_IN = ['input', 'textarea', '[role="radio"]', '[role="combobox"]']
  .map((control) => `${control}:not(:disabled)`)
  .join(', ');

/** Where one types or chooses, else the safest button, which stands first in the footer; never the cross. */
const firstOf = (dialog: HTMLElement): HTMLElement =>
  dialog.querySelector<HTMLElement>(TO_FILL_IN) ??
  dialog.querySelector<HTMLElement>('footer button:not(:disabled)') ??
  dialog;

const focusOn =
  (choose: (dialog: HTMLElement) => HTMLElement) =>
  (event: Event): void => {
    if (!(event.currentTarget instanceof HTMLElement)) return;
    event.preventDefault();
    choose(event.currentTarget).focus();
  };
const focusFirst = focusOn(firstOf);
/** Nobody asked for this one: what is being typed as it appears must press none of its buttons. */
const focusItself = focusOn((dialog) => dialog);

const keepOpen = (event: Event): void => event.preventDefault();

export const Dialog = ({
  open,
  onOpenChange,
  title,
  description,
  children,
  footer,
  wide,
  onConfirm,
  mustAnswer = false,
}: Props) => {
  const { t } = useTranslation('common');
  const held = mustAnswer
    ? { onEscapeKeyDown: keepOpen, onPointerDownOutside: keepOpen, onInteractOutside: keepOpen }
    : {};
  const onKeyDown = (event: KeyboardEvent): void => {
    if (onConfirm === undefined || !isSend(event)) return;
    event.preventDefault(); // the button that has the focus would be pressed as well
    onConfirm();
  };
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className={styles['overlay']} />
        <Radix.Content
          className={clsx(styles['content'], wide === true && styles['wide'])}
          {...(description === undefined ? { 'aria-describedby': undefined } : {})}
          {...held}
          onOpenAutoFocus={mustAnswer ? focusItself : focusFirst}
          onKeyDown={onKeyDown}
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
