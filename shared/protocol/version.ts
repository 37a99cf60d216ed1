/** Raised whenever a message changes in a way an older peer would misread. Both ends refuse any other version. */
export const PROTOCOL_VERSION = 9;

/** Server → console, so that a dead feed is noticed within a second; socket.io's own ping is far slower. */
export const HEARTBEAT_EVERY_MS = 250;
/** Silence after which the console calls the link lost. */
export const HEARTBEAT_LOST_MS = 900;

/** Console → server while somebody is signed in, so that a desk that died or froze is missed. */
export const ATTEND_EVERY_MS = 1000;

/** Entries per catch-up page. */
export const PAGE_LIMIT = 500;

/** Leases that a console tells of at a time, of those it held while the record took nothing. */
export const PROVISIONAL_LEASES_AT_ONCE = 100;
