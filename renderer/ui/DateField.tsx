import { Button } from './Button.tsx';
import { Field, Input } from './Field.tsx';
import styles from './DateField.module.css';

type Props = {
  readonly label: string;
  readonly hint?: string;
  readonly error?: string | null;
  /** `2026-11-22` once complete. */
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** Days to take with one press. */
  readonly choices: readonly { readonly label: string; readonly date: string }[];
};

/** Puts the hyphens where they belong, so that eight digits are enough. */
const tidied = (typed: string): string => {
  const digits = typed.replaceAll(/\D/g, '').slice(0, 8);
  return [digits.slice(0, 4), digits.slice(4, 6), digits.slice(6)].filter((part) => part !== '').join('-');
};

/** A day, typed or taken from a few that are near at hand. */
export const DateField = ({ label, hint, error = null, value, onChange, choices }: Props) => (
  <Field label={label} hint={hint} error={error}>
    {(control) => (
      <div className={styles['row']}>
        <Input
          {...control}
          inputMode="numeric"
          autoComplete="off"
          placeholder="YYYY-MM-DD"
          value={value}
          className={styles['input']}
          onChange={(event) => onChange(tidied(event.target.value))}
        />
        {choices.map((choice) => (
          <Button
            key={choice.label}
            size="s"
            aria-pressed={choice.date === value}
            onClick={() => onChange(choice.date)}
          >
            {choice.label}
          </Button>
        ))}
      </div>
    )}
  </Field>
);
