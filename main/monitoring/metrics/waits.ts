/** Told that something begins to wait for the disk; answers with what is called once it waits no more. */
export type MeasureWait = () => () => void;

export const unmeasured: MeasureWait = () => () => undefined;
