import type { PanelModel } from '../useIncident.ts';

/** What is written down or sent from the foot of the panel. */
export type ComposeMode = 'note' | 'call' | 'message';

export type BoxProps = {
  readonly model: PanelModel;
  readonly text: string;
  readonly onText: (text: string) => void;
  /** The operator has just asked for this box: it takes the focus as it appears. */
  readonly focused: boolean;
};
