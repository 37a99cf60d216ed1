import type { Entry } from '../../../../shared/domain/incidents/entries.ts';
import type { EvidenceRecord } from '../../../../shared/protocol/evidence.ts';
import { canonical } from '../../canonical.ts';
import { agentOf } from './agents.ts';
import { component, refTo } from './component.ts';
import type { Component, Ids, Reference } from './component.ts';

type Note = Component & { readonly notesActionComments: string; readonly agentReference: Reference };

/** Notes of an EIDO are HTML5. */
const html = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('\n', '<br>');

/** What somebody wrote, as they wrote it; everything else by its kind and its canonical JSON, so that nothing is lost or reworded. */
const textOf = ({ body }: Entry): string =>
  body.kind === 'note.added' ? body.text : `${body.kind} ${canonical(body)}`;

export const noteIdOf = (ids: Ids, { seq }: Entry): string => ids.of('note', seq);

/** Every entry of the record as a note, in order. */
export const notesOf = (record: EvidenceRecord, ids: Ids): readonly Note[] =>
  record.entries.map(({ entry }) => {
    const agent = agentOf(ids, entry.actor);
    return {
      ...component(ids, noteIdOf(ids, entry), entry.at_ms, agent),
      notesActionComments: html(textOf(entry)),
      agentReference: refTo(agent),
    };
  });
