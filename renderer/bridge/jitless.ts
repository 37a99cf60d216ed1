import { z } from 'zod';

/**
 * The page runs under a content security policy without `unsafe-eval`. zod probes for `new Function` when a schema is
 * built, which the browser reports as a violation; this must therefore be imported before any module with schemas.
 */
z.config({ jitless: true });
