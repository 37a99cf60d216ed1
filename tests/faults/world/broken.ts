/** What is broken inside the server now. One run at a time is under way in a process. */
export const broken = {
  /** Orders whose evaluation throws. */
  orders: new Set<string>(),
  /** Whether commands that come now cannot be decided, and those that have come so: they never can. */
  spoilsCommands: false,
  commands: new Set<string>(),
};
