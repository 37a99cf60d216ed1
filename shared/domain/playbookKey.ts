import { z } from 'zod';

/** Name of a playbook or of one of its steps, as its file spells it. */
export const PlaybookKey = z.string().regex(/^[a-z0-9-]{1,60}$/);
