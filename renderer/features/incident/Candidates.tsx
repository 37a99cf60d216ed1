import { useState } from 'react';
import type { IncidentId, UnitId } from '../../../shared/domain/ids.ts';
import { isAssignable } from '../../../shared/domain/units.ts';
import { formatAgo } from '../../lib/format.ts';
import { useShortcut } from '../../lib/keys.ts';
import { usePointerHere } from '../../lib/looking.ts';
import { isWaiting } from '../../lib/pending.ts';
import { useWords } from '../../lib/words.ts';
import { sendCommand } from '../../stores/actions.ts';
import { Button } from '../../ui/Button.tsx';
import { Input } from '../../ui/Field.tsx';
import { Candidate } from './Candidate.tsx';
import { DivertDialog } from './DivertDialog.tsx';
import type { PatrolRow } from './patrols.ts';
import { Section } from './Section.tsx';
import type { PanelModel } from './useIncident.ts';
import styles from './incident.module.css';

/** Rows shown before asking for more: what the number keys reach. */
const SHOWN = 9;
const MORE = 20;

/** What the list is sorted by; and while another order is due, that it is, with the key to take it. Its height never changes. */
const Order = ({ model, answered }: { readonly model: PanelModel; readonly answered: boolean }) => {
  const { t } = useWords();
  const { basis, differs, justMoved, takeDue } = model.patrols;
  if (!answered) return <p className={styles['order']}>{t('unit.afterAnswer')}</p>;
  return (
    <p className={styles['order']}>
      <span>
        {justMoved
          ? t('unit.justMoved')
          : differs
            ? t('unit.differs')
            : t(basis === 'name' ? 'unit.byName' : 'unit.byTime')}
      </span>
      {differs && (
        <Button size="s" variant="quiet" onClick={takeDue}>
          {t('unit.takeOrder')}
        </Button>
      )}
    </p>
  );
};

/** Patrols that can be sent, one click or one key each. The key sends the one that stands beside it, whoever is soonest by now. */
export const Candidates = ({ model }: { readonly model: PanelModel }) => {
  const { t, common } = useWords();
  const { incident, patrols, advice, outbox, now_ms } = model;
  const { rows, holding } = patrols;
  const pointer = usePointerHere((isHere) => holding('list', isHere));
  const [search, setSearch] = useState('');
  const [shown, setShown] = useState(SHOWN);
  // The server takes no assignment before somebody has answered for the incident.
  const answered = incident.times.acknowledgedAt_ms !== null;
  const isBusy = (unitId: UnitId): boolean => isWaiting(outbox, 'unit.assign', { unitId });
  const [asked, setAsked] = useState<{ readonly unitId: UnitId; readonly from: IncidentId } | null>(null);
  // Asked about one call, nobody answers about another: where it has left that one meanwhile, the question is gone.
  const taking = rows.find(({ unit, elsewhere }) => unit.id === asked?.unitId && elsewhere?.id === asked.from) ?? null;
  if (asked !== null && taking === null) setAsked(null);
  const assign = ({ unit, state, elsewhere }: PatrolRow): void => {
    if (patrols.justMoved || isBusy(unit.id)) return;
    holding('focus', false);
    if (elsewhere !== null) return setAsked({ unitId: unit.id, from: elsewhere.id });
    if (!isAssignable(state.status)) return;
    void sendCommand({ kind: 'unit.assign', incidentId: incident.id, unitId: unit.id });
  };
  useShortcut(
    'assign',
    (digit) => {
      const row = rows.find(({ key }) => key === digit);
      if (row !== undefined) assign(row);
    },
    answered,
  );
  const wanted = search.trim().toLocaleLowerCase('ko');
  const found = rows.filter(({ unit }) => unit.callsign.toLocaleLowerCase('ko').includes(wanted));
  return (
    <Section
      title={t('unit.candidates')}
      aside={advice === null ? undefined : formatAgo(common, Math.max(0, (now_ms - advice.at_ms) / 1000))}
    >
      <Order model={model} answered={answered} />
      {rows.length > SHOWN && (
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
      <ol ref={pointer} className={styles['candidates']} aria-label={t('unit.candidates')}>
        {found.slice(0, shown).map((row) => (
          <Candidate
            key={row.unit.id}
            row={row}
            index={model.index}
            enabled={answered}
            busy={isBusy(row.unit.id)}
            onAssign={() => assign(row)}
            onFocusShown={(holds) => holding('focus', holds)}
          />
        ))}
      </ol>
      <DivertDialog row={taking} model={model} onClose={() => setAsked(null)} />
      {found.length > shown && (
        <Button size="s" variant="quiet" onClick={() => setShown(shown + MORE)}>
          {t('unit.more', { n: found.length - shown })}
        </Button>
      )}
    </Section>
  );
};
