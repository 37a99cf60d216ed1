import { useId } from 'react';
import type { ComponentProps, ReactNode } from 'react';
import styles from './Field.module.css';

/** What a control needs so that its label, hint and error belong to it. */
export type ControlProps = {
  readonly id: string;
  readonly 'aria-describedby': string | undefined;
  readonly 'aria-invalid': boolean | undefined;
};

type Props = {
  readonly label: string;
  readonly hint?: ReactNode;
  readonly error?: string | null;
  readonly children: (control: ControlProps) => ReactNode;
};

/** A labelled control with its hint and its error. */
export const Field = ({ label, hint, error = null, children }: Props) => {
  const id = useId();
  const note = error ?? hint;
  const noteId = note === undefined || note === null ? undefined : `${id}-note`;
  return (
    <div className={styles['field']}>
      <label htmlFor={id} className={styles['label']}>
        {label}
      </label>
      {children({ id, 'aria-describedby': noteId, 'aria-invalid': error === null ? undefined : true })}
      {noteId !== undefined && (
        <p id={noteId} className={error === null ? styles['hint'] : styles['error']}>
          {note}
        </p>
      )}
    </div>
  );
};

export const Input = (props: ComponentProps<'input'>) => (
  <input {...props} className={[styles['input'], props.className].filter(Boolean).join(' ')} />
);

export const TextArea = (props: ComponentProps<'textarea'>) => (
  <textarea
    rows={3}
    {...props}
    className={[styles['input'], styles['area'], props.className].filter(Boolean).join(' ')}
  />
);
