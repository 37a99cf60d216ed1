import { ToggleGroup } from 'radix-ui';
import { useRef, useState } from 'react';
import type { KeyboardEvent } from 'react';
import type { PersonId } from '../../../../shared/domain/ids.ts';
import { CallParty, CallResult } from '../../../../shared/domain/incidents/entries.ts';
import { openAnswers } from '../../../../shared/domain/incidents/guidance.ts';
import { personName } from '../../../lib/alertWords.ts';
import { isSend, useShortcut } from '../../../lib/keys.ts';
import { isWaiting } from '../../../lib/pending.ts';
import { useWords } from '../../../lib/words.ts';
import { sendCommand } from '../../../stores/actions.ts';
import { Button } from '../../../ui/Button.tsx';
import { CoordinateWarning } from '../../../ui/CoordinateWarning.tsx';
import { Input } from '../../../ui/Field.tsx';
import { Select } from '../../../ui/Select.tsx';
import type { PanelModel } from '../useIncident.ts';
import type { BoxProps } from './box.ts';
import styles from './compose.module.css';

/** Which of several victims is asked for first: one who waits to be called, else the one the alarm is about. */
const likeliest = ({ incident, people }: PanelModel): PersonId | null => {
  const victims = people.order?.victims ?? [];
  return openAnswers(incident, victims)[0]?.guidance.victim ?? people.victim?.id ?? victims[0] ?? null;
};

/** A call, logged with one press: whom it was with is chosen already where it was the victim. What was said may be added before. */
export const CallBox = ({ model, text, onText, focused }: BoxProps) => {
  const words = useWords();
  const { t } = words;
  const { incident, index, people, outbox } = model;
  const victims = people.order?.victims ?? [];
  const box = useRef<HTMLInputElement>(null);
  useShortcut('call', () => box.current?.focus());
  const [party, setParty] = useState<CallParty>('victim');
  // Stands while the call goes on, whoever else asks to be called meanwhile.
  const [victim, setVictim] = useState(() => likeliest(model));
  const asksVictim = party === 'victim' && victims.length > 1 && victim !== null;
  const busy = isWaiting(outbox, 'call.log', { incidentId: incident.id });
  const log = async (result: CallResult): Promise<void> => {
    const said = text.trim();
    const about = { incidentId: incident.id, ...(asksVictim ? { victim } : {}) };
    const call = { ...about, party, result, text: said === '' ? null : said } as const;
    if (!(await sendCommand({ kind: 'call.log', ...call }))) return;
    onText('');
    setParty('victim');
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>): void => {
    if (event.key === 'Escape') event.currentTarget.blur();
    if (!isSend(event) || busy) return;
    event.preventDefault();
    void log('talked');
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
      {asksVictim && (
        <Select
          label={t('call.victim')}
          value={victim}
          options={victims.map((id) => ({ value: id, label: personName(words, index, id) }))}
          onChange={setVictim}
        />
      )}
      <Input
        ref={box}
        value={text}
        maxLength={400}
        autoFocus={focused}
        aria-label={t('call.said')}
        placeholder={t('call.said')}
        title={t('call.hint')}
        onChange={(event) => onText(event.target.value)}
        onKeyDown={onKeyDown}
      />
      <CoordinateWarning text={text} />
      <div className={styles['results']} role="group" aria-label={t('call.result')}>
        {CallResult.options.map((result) => (
          <Button key={result} disabled={busy} onClick={() => void log(result)}>
            {t(`word.callResult.${result}`)}
          </Button>
        ))}
      </div>
    </>
  );
};
