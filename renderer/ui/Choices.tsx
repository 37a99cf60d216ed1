import { RadioGroup } from 'radix-ui';
import styles from './Choices.module.css';

type Props<T extends string> = {
  /** Accessible name. */
  readonly label: string;
  /** Null while none is chosen. */
  readonly value: T | null;
  readonly options: readonly { readonly value: T; readonly label: string }[];
  readonly onChange: (value: T) => void;
  /** Takes the focus when it is shown. */
  readonly autoFocus?: boolean;
};

/** One of a few, all of them to be seen. */
export const Choices = <T extends string>({ label, value, options, onChange, autoFocus = false }: Props<T>) => {
  const choose = (chosen: string): void => {
    const option = options.find((candidate) => candidate.value === chosen);
    if (option !== undefined) onChange(option.value);
  };
  return (
    <RadioGroup.Root value={value ?? ''} onValueChange={choose} aria-label={label} className={styles['choices']}>
      {options.map((option, index) => (
        <RadioGroup.Item
          key={option.value}
          value={option.value}
          autoFocus={autoFocus && index === 0}
          className={styles['choice']}
        >
          <span className={styles['radio']}>
            <RadioGroup.Indicator className={styles['radioOn']} />
          </span>
          {option.label}
        </RadioGroup.Item>
      ))}
    </RadioGroup.Root>
  );
};
