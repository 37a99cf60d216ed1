import { z } from 'zod';

/** What sending frames cost a server. */
export const Cost = z.object({
  /** Written to the sockets: websocket and socket.io framing, pings, everything. */
  bytes: z.int(),
  /** User and system time of the whole process, microseconds. */
  cpu_us: z.int(),
  frames: z.int(),
  positions: z.int(),
});
export type Cost = z.infer<typeof Cost>;

/** How many frames reached the desks, the unmeasured first seconds included. */
export const Received = z.object({ frames: z.int() });
