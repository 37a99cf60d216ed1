/** Time that passes in this page, ms: nobody sets it, unlike the machine's clock. */
export const elapsed_ms = (): number => performance.now();

let base_ms = Date.now() - elapsed_ms();

/** The console process has just told what its clock says: the page goes by it, so that both mean the same by "since". */
export const setByConsole = (told_ms: number): void => {
  base_ms = told_ms - elapsed_ms();
};

/** The console's time, epoch ms. A step of the machine's clock changes nothing of it. */
export const consoleNow = (): number => Math.round(base_ms + elapsed_ms());
