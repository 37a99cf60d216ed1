import { ToggleGroup } from 'radix-ui';
import { useTranslation } from 'react-i18next';
import styles from './trainer.module.css';

const SPEEDS: readonly number[] = [1, 2, 4, 8, 16];

type Props = { readonly value: number; readonly disabled: boolean; readonly onChange: (speed: number) => void };

export const SpeedSwitch = ({ value, disabled, onChange }: Props) => {
  const { t } = useTranslation('trainer');
  return (
    <ToggleGroup.Root
      type="single"
      value={String(value)}
      disabled={disabled}
      onValueChange={(chosen) => chosen !== '' && onChange(Number(chosen))}
      aria-label={t('speed')}
      className={styles['speeds']}
    >
      {SPEEDS.map((speed) => (
        <ToggleGroup.Item key={speed} value={String(speed)} className={styles['speed']}>
          {t('times', { n: speed })}
        </ToggleGroup.Item>
      ))}
    </ToggleGroup.Root>
  );
};
