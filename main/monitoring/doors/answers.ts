/** An HTTP answer: a status and a small JSON object, or an empty list for apps that read nothing else. */
export type Answer = {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>> | readonly [];
  readonly reason: string | null;
};

/** Taken. */
export const done = (body: Readonly<Record<string, unknown>>): Answer => ({ status: 200, body, reason: null });

/** Refused, counted under `reason`; `error` is one line for whoever set the device up. */
export const refuse = (status: number, reason: string, error: string): Answer => ({ status, body: { error }, reason });

export const unauthorised = (): Answer => refuse(401, 'unauthorised', 'the device id or its token is wrong');
