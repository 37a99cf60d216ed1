import { useState } from 'react';
import type { EvidenceFile, SaveOutcome } from '../../../../shared/api/contract.ts';
import type { Refusal } from '../../../../shared/domain/incidents/commands.ts';
import type { IncidentId } from '../../../../shared/domain/ids.ts';
import { getApi } from '../../../bridge/index.ts';
import { setDraft } from '../../../stores/drafts.ts';
import { sessionStore } from '../../../stores/session.ts';

export type ExportState =
  | { readonly phase: 'asking' }
  | { readonly phase: 'making' }
  | {
      readonly phase: 'done';
      readonly fileName: string;
      readonly size_bytes: number;
      readonly positions: EvidenceFile['positions'];
      readonly outcome: SaveOutcome;
      /** The package itself, to be saved once more. */
      readonly file: EvidenceFile;
    }
  | { readonly phase: 'refused'; readonly refusal: Refusal }
  /** The server's evidence is not of the log this console knows. */
  | { readonly phase: 'differs' }
  | { readonly phase: 'failed' };

/** Hands a file to the browser to keep. The address of its bytes is given back once the browser has begun to read. */
const download = ({ fileName, bytes }: EvidenceFile): void => {
  // A copy in a buffer of its own: what came over the socket may be a part of a larger one.
  const url = URL.createObjectURL(new Blob([bytes.slice()], { type: 'application/zip' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = fileName;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), RELEASE_AFTER_MS);
};
const RELEASE_AFTER_MS = 60_000;

/** In Electron a page writes no files: the console process asks where, and writes what it has made. */
const save = async (file: EvidenceFile): Promise<SaveOutcome> => {
  if (sessionStore.getState().shell?.kind === 'electron') {
    // The package is made and recorded: whatever keeps it from being written, it can be saved again.
    return getApi()
      .call('saveExport', null)
      .catch((): SaveOutcome => 'failed');
  }
  download(file);
  return 'saved';
};

const make = async (incidentId: IncidentId, reason: string): Promise<ExportState> => {
  try {
    const answer = await getApi().call('exportEvidence', { incidentId, reason });
    if (!answer.ok) {
      const { error } = answer;
      return error.reason === 'log-differs' ? { phase: 'differs' } : { phase: 'refused', refusal: error };
    }
    const file = answer.value;
    const { fileName, bytes, positions } = file;
    return { phase: 'done', fileName, size_bytes: bytes.length, positions, outcome: await save(file), file };
  } catch {
    return { phase: 'failed' };
  }
};

export type Export = {
  readonly state: ExportState;
  readonly start: (reason: string) => void;
  /** Saves once more, elsewhere or because the first time it was not. */
  readonly saveAgain: () => void;
};

/** Asks for an evidence package and saves it. The reason is a draft until the package is made. */
export const useExport = (incidentId: IncidentId): Export => {
  const [state, setState] = useState<ExportState>({ phase: 'asking' });
  const start = (reason: string): void => {
    setState({ phase: 'making' });
    void make(incidentId, reason).then((made) => {
      if (made.phase === 'done') setDraft(incidentId, 'export', '');
      setState(made);
    });
  };
  const saveAgain = (): void => {
    if (state.phase !== 'done') return;
    void save(state.file).then((outcome) => setState({ ...state, outcome }));
  };
  return { state, start, saveAgain };
};
