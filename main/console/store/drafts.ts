import { Draft, DraftPart, outlivesClosing } from '../../../shared/api/drafts.ts';
import type { IncidentId, OperatorId } from '../../../shared/domain/ids.ts';
import type { ConsoleStore } from './store.ts';

/** What operators have begun to write at this console, on its disk until it is sent or discarded. */
export type DraftStore = {
  /** Takes the place of what this operator had written there before; an empty text discards it. */
  readonly keep: (operator: OperatorId, draft: Draft) => void;
  /** This operator's drafts and nobody else's. One that does not open, or is none, is left out. */
  readonly of: (operator: OperatorId) => readonly Draft[];
  /** Discards everybody's drafts of an incident that could no longer be sent once it is closed. */
  readonly closed: (incident: IncidentId) => void;
};

/**
 * A draft is sealed together with whose it is and where it belongs: a row that was given another operator's name does not open for them.
 * A power cut may take the last words; a crash of the console takes none.
 */
export const createDraftStore = ({ db, seal }: ConsoleStore): DraftStore => {
  const put = db.prepare('INSERT OR REPLACE INTO draft (operator, incident, part, sealed) VALUES (?, ?, ?, ?)');
  const select = db.prepare('SELECT incident, part, sealed FROM draft WHERE operator = ? ORDER BY incident, part');
  const remove = db.prepare('DELETE FROM draft WHERE operator = ? AND incident = ? AND part = ?');
  const partsOf = db.prepare('SELECT DISTINCT part FROM draft WHERE incident = ?');
  const removePart = db.prepare('DELETE FROM draft WHERE incident = ? AND part = ?');
  return {
    keep: (operator, { incidentId, part, text }) => {
      if (text === '') remove.run(operator, incidentId, part);
      else put.run(operator, incidentId, part, seal.close(['draft', operator, incidentId, part], text));
    },
    of: (operator) =>
      select.all(operator).flatMap(({ incident, part, sealed }) => {
        const text = seal.open(['draft', operator, String(incident), String(part)], sealed);
        const draft = Draft.safeParse({ incidentId: incident, part, text });
        return draft.success ? [draft.data] : [];
      }),
    closed: (incident) => {
      for (const { part } of partsOf.all(incident)) {
        const known = DraftPart.safeParse(part);
        if (!known.success || !outlivesClosing(known.data)) removePart.run(incident, String(part));
      }
    },
  };
};
