import type { Span } from './tracks.ts';
import type { RuleTruth } from './truth.ts';

/** One change of a breach's alert, as an engine told it. */
export type Told = {
  readonly at_ms: number;
  readonly kind: 'raised' | 'level' | 'updated' | 'cleared';
  readonly alertId: string;
  /** `proximity`, or `zone:` and its id. */
  readonly rule: string;
  readonly level: string;
  readonly certainty: string;
  readonly cause: string;
  readonly closestAt_ms: number | null;
};

/** What an engine got wrong. */
export type Fault = {
  readonly kind:
    'missed' | 'tardy' | 'untrue' | 'out-of-hours' | 'not-nearest' | 'sure-by-silence' | 'left-early' | 'twice';
  readonly rule: string;
  readonly level: string;
  readonly at_ms: number;
  readonly detail: string;
};

export type Figures = {
  readonly factor: number;
  readonly margin_m: number;
  readonly dwell_s: number;
  /** A report that contradicts its own track may wait so long at the warning and alert tiers. */
  readonly doubt_s: number;
};

/** Distances nearer to a limit than this decide nothing: two ways of reckoning may differ by as much. */
export const margin_m = (limit_m: number): number => 1 + 0.002 * limit_m;
/** Times that differ by no more are the same. */
export const SAME_MS = 1000;
/** A breach is told with the tick after it could be known. */
const TICK_MS = 2000;

/** How much later than it can be known a breach of a tier may be told, milliseconds. */
export const patience_ms = (level: string, { doubt_s }: Figures): number =>
  TICK_MS + (level === 'warning' || level === 'alert' ? doubt_s * 1000 : 0);

const isSure = (certainty: string): boolean => certainty !== 'possible';
/** The moment a line is about: that of the breach where it names one. */
export const momentOf = (line: Told): number => line.closestAt_ms ?? line.at_ms;

/** What stands of a rule: its tier, counted from the nearest, and whether it is likely or confirmed. */
type Standing = { readonly line: Told | null; readonly index: number; readonly sure: boolean };

/** No alert. */
export const none: Standing = { line: null, index: Number.POSITIVE_INFINITY, sure: false };

/** The lines of one rule, each with what stood before it and what stands after; index counts tiers from the nearest, Infinity: none. */
export const historyOf = (rule: RuleTruth, lines: readonly Told[]) => {
  let before = none;
  return lines
    .filter((line) => line.rule === rule.key)
    .map((line) => {
      const tier = rule.limits.findIndex(({ level }) => level === line.level);
      const ended = line.kind === 'cleared' || tier < 0;
      const after: Standing = { line, index: ended ? Number.POSITIVE_INFINITY : tier, sure: isSure(line.certainty) };
      const surer = after.index === before.index && after.sure && !before.sure;
      const step = { line, before, after, rises: !ended && (after.index < before.index || surer) };
      before = after;
      return step;
    });
};

export type Stood = Span & { readonly told_ms: number; readonly byPresent: boolean };

/**
 * When an alert stood at a tier, likely or confirmed, or at a nearer one, which sounds at least as loud even where it is only possible:
 * from the moment it names until it was told to have left.
 */
export const standingAt = (history: History, tier: number): readonly Stood[] => {
  const spans: Stood[] = [];
  let begun: Omit<Stood, 'to_ms'> | null = null;
  for (const { line, before, after, rises: nearer } of history) {
    const stands = after.index < tier || (after.index === tier && after.sure);
    const rises = nearer || (after.sure && !before.sure);
    if (begun !== null && (rises || !stands)) {
      spans.push({ ...begun, to_ms: line.at_ms });
      begun = stands ? begun : null;
    }
    if (stands && (begun === null || rises)) {
      begun = { from_ms: momentOf(line), told_ms: line.at_ms, byPresent: line.closestAt_ms === null };
    }
  }
  return begun === null ? spans : [...spans, { ...begun, to_ms: Number.POSITIVE_INFINITY }];
};

/** The lines of one rule with what they changed. */
export type History = ReturnType<typeof historyOf>;

/** A distance as a fault names it. */
export const metres = (value: number): string => `${value.toFixed(1)} m`;
