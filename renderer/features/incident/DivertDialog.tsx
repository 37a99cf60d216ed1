import { formatStopwatch } from '../../lib/format.ts';
import { useWords } from '../../lib/words.ts';
import { sendCommand } from '../../stores/actions.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { pairWords } from './pairWords.ts';
import type { PatrolRow } from './patrols.ts';
import type { PanelModel } from './useIncident.ts';

type Props = {
  /** The patrol to be taken from another call; null for none. */
  readonly row: PatrolRow | null;
  readonly model: PanelModel;
  readonly onClose: () => void;
};

/** Says what a patrol is taken from, and asks once. Closes by itself where it is no longer on that call. */
export const DivertDialog = ({ row, model, onClose }: Props) => {
  const words = useWords();
  const { t, common } = words;
  const { incident, index, now_ms } = model;
  if (row === null || row.elsewhere === null) return null;
  const { unit, state, elsewhere: from } = row;
  const { callsign } = unit;
  const divert = (): void => {
    void sendCommand({ kind: 'unit.assign', incidentId: incident.id, unitId: unit.id, divertFrom: from.id });
    onClose();
  };
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={t('divert.title', { callsign })}
      description={t('divert.works', {
        callsign,
        status: t(`word.unitStatus.${state.status}`),
        code: from.code,
        pair: pairWords(words, from, index),
        time: formatStopwatch((now_ms - state.since_ms) / 1000),
      })}
      footer={
        <>
          <Button onClick={onClose}>{common('cancel')}</Button>
          <Button variant="primary" autoFocus onClick={divert}>
            {t('divert.confirm', { callsign })}
          </Button>
        </>
      }
    >
      <p>{t(from.units.length > 1 ? 'divert.othersStay' : 'divert.nobodyStays', { count: from.units.length - 1 })}</p>
    </Dialog>
  );
};
