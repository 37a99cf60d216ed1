import { useState } from 'react';
import { formatAgo } from '../../lib/format.ts';
import { useShortcut } from '../../lib/keys.ts';
import { isWaiting } from '../../lib/pending.ts';
import { useWords } from '../../lib/words.ts';
import { sendCommand } from '../../stores/actions.ts';
import { Button } from '../../ui/Button.tsx';
import { Input } from '../../ui/Field.tsx';
import { Candidate } from './Candidate.tsx';
import { Section } from './Section.tsx';
import type { PanelModel } from './useIncident.ts';
import styles from './incident.module.css';

/** Rows shown before asking for more: what the number keys reach. */
const SHOWN = 9;
const MORE = 20;

/** Patrols that can be sent, in the order of their arrival, one click or one key each. */
export const Candidates = ({ model }: { readonly model: PanelModel }) => {
  const { t, common } = useWords();
  const { incident, patrols, advice, outbox, now_ms } = model;
  const [search, setSearch] = useState('');
  const [shown, setShown] = useState(SHOWN);
  // The server takes no assignment before somebody has answered for the incident.
  const answered = incident.times.acknowledgedAt_ms !== null;
  const assign = (unitId: (typeof patrols)[number]['unit']['id']): void =>
    void sendCommand({ kind: 'unit.assign', incidentId: incident.id, unitId });
  useShortcut(
    'assign',
    (digit) => {
      const row = patrols.find(({ key }) => key === digit);
      if (row !== undefined && !isWaiting(outbox, 'unit.assign', { unitId: row.unit.id })) assign(row.unit.id);
    },
    answered,
  );
  const wanted = search.trim().toLocaleLowerCase('ko');
  const found = patrols.filter(({ unit }) => unit.callsign.toLocaleLowerCase('ko').includes(wanted));
  const order = advice === null ? t('unit.byName') : t('unit.byTime');
  return (
    <Section
      title={t('unit.candidates')}
      aside={advice === null ? undefined : formatAgo(common, Math.max(0, (now_ms - advice.at_ms) / 1000))}
    >
      <p className={styles['small']}>{answered ? order : t('unit.afterAnswer')}</p>
      {patrols.length > SHOWN && (
        <Input
          type="search"
          value={search}
          placeholder={t('unit.filter')}
          aria-label={t('unit.filter')}
          className={styles['search'] ?? ''}
          onChange={(event) => setSearch(event.target.value)}
        />
      )}
      {found.length === 0 && <p className={styles['quiet']}>{wanted === '' ? t('unit.none') : t('unit.noMatch')}</p>}
      <ol className={styles['candidates']} aria-label={t('unit.candidates')}>
        {found.slice(0, shown).map((row) => (
          <Candidate
            key={row.unit.id}
            row={row}
            enabled={answered}
            busy={isWaiting(outbox, 'unit.assign', { unitId: row.unit.id })}
            onAssign={() => assign(row.unit.id)}
          />
        ))}
      </ol>
      {found.length > shown && (
        <Button size="s" variant="quiet" onClick={() => setShown(shown + MORE)}>
          {t('unit.more', { n: found.length - shown })}
        </Button>
      )}
    </Section>
  );
};
