import { ToggleGroup } from 'radix-ui';
import { useState } from 'react';
import { CallParty, CallResult } from '../../../../shared/domain/incidents/entries.ts';
import { isWaiting } from '../../../lib/pending.ts';
import { useWords } from '../../../lib/words.ts';
import { sendCommand } from '../../../stores/actions.ts';
import { Button } from '../../../ui/Button.tsx';
import { CoordinateWarning } from '../../../ui/CoordinateWarning.tsx';
import { Input } from '../../../ui/Field.tsx';
import type { BoxProps } from './box.ts';
import styles from './compose.module.css';

/** A call, logged with one press: whom it was with is chosen already where it was the victim. What was said may be added before. */
export const CallBox = ({ model, text, onText }: BoxProps) => {
  const { t } = useWords();
  const { incident, outbox } = model;
  const [party, setParty] = useState<CallParty>('victim');
  const busy = isWaiting(outbox, 'call.log', { incidentId: incident.id });
  const log = async (result: CallResult): Promise<void> => {
    const said = text.trim();
    const call = { incidentId: incident.id, party, result, text: said === '' ? null : said } as const;
    if (!(await sendCommand({ kind: 'call.log', ...call }))) return;
    onText('');
    setParty('victim');
  };
  const choose = (chosen: string): void => {
    const parsed = CallParty.safeParse(chosen);
    if (parsed.success) setParty(parsed.data);
  };
  return (
    <>
      <ToggleGroup.Root
        type="single"
        value={party}
        onValueChange={choose}
        aria-label={t('call.party')}
        className={styles['chips']}
      >
        {CallParty.options.map((option) => (
          <ToggleGroup.Item key={option} value={option} className={styles['chip']}>
            {t(`word.party.${option}`)}
          </ToggleGroup.Item>
        ))}
      </ToggleGroup.Root>
      <div className={styles['results']} role="group" aria-label={t('call.result')}>
        {CallResult.options.map((result) => (
          <Button key={result} disabled={busy} onClick={() => void log(result)}>
            {t(`word.callResult.${result}`)}
          </Button>
        ))}
      </div>
      <Input
        value={text}
        maxLength={400}
        aria-label={t('call.said')}
        placeholder={t('call.said')}
        onChange={(event) => onText(event.target.value)}
      />
      <CoordinateWarning text={text} />
    </>
  );
};
