import { z } from 'zod';
import { DeviceEventKind } from '../../../../shared/domain/fixes.ts';
import { PersonRole } from '../../../../shared/domain/orders.ts';
import { err, ok } from '../../../../shared/domain/result.ts';
import type { Result } from '../../../../shared/domain/result.ts';
import { decodeFile } from './decode.ts';
import type { Fault, InputFault } from './fault.ts';
import { lineDecoder } from './lines.ts';
import { firstIssue, Time } from './schemaFault.ts';
import { inTimeOrder } from './timeOrder.ts';

/** What a device reported besides positions. Only victims have an emergency button. */
export type EventLine = {
  readonly line: number;
  readonly at_ms: number;
  readonly kind: 'sos' | DeviceEventKind;
  readonly subject: PersonRole;
  /** Whether the file was out of order, and this event put in its place. */
  readonly sorted: boolean;
};

const EventIn = z
  .strictObject({ t: Time, kind: z.enum(['sos', ...DeviceEventKind.options]), subject: PersonRole })
  .refine(({ kind, subject }) => kind !== 'sos' || subject === 'victim', {
    path: ['subject'],
    message: 'an SOS comes from the victim',
  });

const readLine = (text: string, line: number): Result<EventLine, Fault> => {
  let data: unknown = null;
  try {
    data = JSON.parse(text);
  } catch {
    return err({ line, field: 'event', message: 'is not valid JSON' });
  }
  const event = EventIn.safeParse(data);
  if (!event.success) {
    const { field, message } = firstIssue(event.error, 'event');
    return err({ line, field, message });
  }
  const { t, kind, subject } = event.data;
  return ok({ line, at_ms: t, kind, subject, sorted: false });
};

/** Events of devices, one JSON object a line, blank lines passed over, in the order of time. Streams; ends after the first fault. */
export const readEvents = (file: string): AsyncGenerator<Result<EventLine, InputFault>, void> =>
  inTimeOrder(
    file,
    () =>
      decodeFile(
        file,
        lineDecoder((sink) => ({ line: (text, line) => sink(readLine(text, line)), end: () => {} })),
      ),
    ({ at_ms }) => at_ms,
    (event) => ({ ...event, sorted: true }),
  );
