/** Every device reports once in so many seconds; fewer would take longer than a benchmark may, more would be silence. */
export const INTERVAL_S = 100;
/** Virtual time moves in steps; the rules' tick, once a second in real life, comes once in a step. */
export const STEP_S = 50;
/** One breach after the other: 1,728 a day, as Spain reports for as many bracelets. */
export const BREACH_EVERY_S = 50;
/** The dispatcher resolves an incident, the supervisor closes it; seconds after it was raised. */
export const RESOLVE_AFTER_S = 120;
export const CLOSE_AFTER_S = 600;
