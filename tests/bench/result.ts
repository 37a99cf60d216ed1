import { arch, cpus, platform, release, totalmem } from 'node:os';

/** What something else needs for the same, measured in the same run on the same machine. */
export type Reference = {
  readonly name: string;
  readonly value: number;
  /** What is held against it where that is not the benchmark's first figure. */
  readonly ours?: number;
};

/** What one benchmark found. */
export type Measured = {
  readonly ours: number;
  readonly unit: string;
  readonly references: readonly Reference[];
  /** Every single value behind `ours`, and whatever else a reader needs to judge it. */
  readonly details: Readonly<Record<string, number | string | readonly number[]>>;
};

/** A benchmark; throws Error with one clear line when it cannot measure here. */
export type Bench = () => Promise<Measured>;

/** @returns the middle value; of an even number, the mean of the two middle ones. NaN for none. */
export const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  const upper = sorted[Math.floor(middle)] ?? Number.NaN;
  return Number.isInteger(middle) ? ((sorted[middle - 1] ?? Number.NaN) + upper) / 2 : upper;
};

/** @returns the value below which a share of all values lies (nearest rank); NaN for none. */
export const quantile = (values: readonly number[], share: number): number => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
};

/** @returns the value with three significant digits, as figures of a benchmark deserve no more. */
export const rounded = (value: number): number => Number(value.toPrecision(3));

const machine = (): Readonly<Record<string, string | number>> => ({
  cpu: cpus()[0]?.model ?? 'unknown',
  cores: cpus().length,
  memory_GiB: rounded(totalmem() / 1024 ** 3),
  os: `${platform()} ${arch()} ${release()}`,
  node: process.version,
});

/** @returns how ours compares with a reference. */
export const ratioOf = (measured: Pick<Measured, 'ours'>, reference: Reference): number =>
  rounded((reference.ours ?? measured.ours) / reference.value);

/** @returns the report as it is printed with --json. */
export const report = (bench: string, { ours, unit, references, details }: Measured): object => ({
  bench,
  ours: rounded(ours),
  unit,
  references: references.map((reference) => ({
    name: reference.name,
    value: rounded(reference.value),
    ...(reference.ours === undefined ? {} : { ours: rounded(reference.ours) }),
    ratio: ratioOf({ ours }, reference),
  })),
  details,
  machine: machine(),
  at: new Date().toISOString(),
});
