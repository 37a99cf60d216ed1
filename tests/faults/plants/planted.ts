/** A guard of the product that a test can take away. */
export type Plant =
  | 'the server trusts its own clock'
  | 'a console waits for its heartbeat for ever'
  | 'a console asks for no entry that it has missed'
  | 'a command that was not answered is taken for done'
  | 'a command that cannot be decided is sent for ever'
  | 'commands are carried out however old they are'
  | 'what the record refuses is told to nobody'
  | 'the server never says that its store refuses'
  | 'no desk is told of an order that is not watched over'
  | 'an old head of the log is told as the newest'
  | 'nothing that rings unanswered is passed on';

let planted: Plant | null = null;

/** Takes a guard away, and gives it back with null. */
export const plant = (what: Plant | null): void => {
  planted = what;
};

export const isPlanted = (what: Plant): boolean => planted === what;
