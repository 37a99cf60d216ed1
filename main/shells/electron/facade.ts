/*
 * The part of Electron this shell uses, in its own words. `adapter.ts` fits it to Electron's types; tests put a typed
 * double in its place, since Electron itself cannot be run everywhere.
 */

/** An event that can be stopped from having its effect. */
export type Stoppable = { readonly preventDefault: () => void };

/** One page, window or embedded content. */
export type Contents = {
  /** Any navigation of any of its frames, by link, script or redirect. */
  readonly onNavigate: (listener: (event: Stoppable & { readonly url: string }) => void) => void;
  /** The page itself has come to this address already: some ways are not asked about before. */
  readonly onArrived: (listener: (url: string) => void) => void;
  readonly load: (url: string) => void;
  readonly onAttachWebview: (listener: (event: Stoppable) => void) => void;
  readonly answerWindowOpen: (answer: () => 'deny') => void;
  /** No connection of WebRTC but through a proxy, and none is ever set: it finds no way out and tells no address. */
  readonly closeWebRtc: () => void;
};

/** A rectangle of the desktop, in its own units; the main screen begins at 0, 0. */
export type Bounds = { readonly x: number; readonly y: number; readonly width: number; readonly height: number };

/** Where a window stands, and where it would if it were neither maximized nor full screen. */
export type Place = { readonly bounds: Bounds; readonly maximized: boolean; readonly fullScreen: boolean };

export type Window = {
  readonly load: (url: string) => void;
  readonly send: (channel: string, payload: unknown) => void;
  readonly show: () => void;
  readonly focus: () => void;
  readonly isFocused: () => boolean;
  readonly place: () => Place;
  readonly moveTo: (bounds: Bounds) => void;
  /** It was moved, sized, maximized, made full screen or the other way round. */
  readonly onPlaced: (listener: () => void) => void;
  /** Draws the page larger or smaller; 1 is as it was made. */
  readonly setZoom: (factor: number) => void;
  /** The wheel is turned with Ctrl held down. */
  readonly onZoomAsked: (listener: (step: 'in' | 'out') => void) => void;
  /** Asks for attention in the task bar, or stops asking. */
  readonly flash: (on: boolean) => void;
  readonly onBlur: (listener: () => void) => void;
  /** Keeps the window off screenshots and shared screens, where the system can. */
  readonly blockCapture: (on: boolean) => void;
  /** The page is loaded, for the first time or again. */
  readonly onLoaded: (listener: () => void) => void;
  readonly onReadyToShow: (listener: () => void) => void;
  readonly onClosed: (listener: () => void) => void;
  /** The page's process has ended by itself: it crashed, was killed, or did not answer any more and was ended. */
  readonly onPageGone: (listener: (reason: string) => void) => void;
};

/** Who sent an IPC message. */
export type Sender = {
  /** Null when the frame is gone already. */
  readonly frameUrl: string | null;
  readonly isTopFrame: boolean;
  /** It was sent by one of the windows that this console opened, and by no other page. */
  readonly isWindow: boolean;
};

/** What a permission is asked by; the answer is always the guard's. */
export type PermissionGuard = (permission: string, origin: string) => boolean;

export type WindowOptions = {
  readonly title: string;
  readonly preload: string;
  readonly icon: string | null;
  readonly place: Place;
};

/** What the system itself does when the item is chosen. */
type MenuRole =
  | 'quit'
  | 'close'
  | 'minimize'
  | 'undo'
  | 'redo'
  | 'cut'
  | 'copy'
  | 'paste'
  | 'selectAll'
  | 'reload'
  | 'togglefullscreen';

export type MenuItem =
  | { readonly kind: 'separator' }
  /** Null: no keys at all, not even the system's usual ones. */
  | { readonly kind: 'role'; readonly label: string; readonly role: MenuRole; readonly keys: string | null }
  | {
      readonly kind: 'action';
      readonly label: string;
      /** Keys in Electron's words; `also`: others that do the same and are not shown. */
      readonly keys: string;
      readonly also?: string;
      readonly enabled: boolean;
      readonly run: () => void;
    };

export type Menu = { readonly label: string; readonly items: readonly MenuItem[] };

export type Electron = {
  /** True in what `npm run package` makes, false in a checkout. */
  readonly isPackaged: boolean;
  readonly hasSwitch: (name: string) => boolean;
  readonly whenReady: () => Promise<void>;
  /** Folder of Chromium's own files; its lock is what makes an instance single. Must be called before Electron is ready. */
  readonly useProfile: (folder: string) => void;
  /** False when another instance holds the lock. */
  readonly lockSingleInstance: () => boolean;
  readonly onSecondInstance: (listener: () => void) => void;
  readonly onAllClosed: (listener: () => void) => void;
  /** Somebody asks the program to end: its menu, the dock, the system. Stopped from having its effect, it goes on. */
  readonly onQuit: (listener: (event: Stoppable) => void) => void;
  /** The user logs off or the machine shuts down. */
  readonly onSystemEnd: (listener: () => void) => void;
  /** Closes every window without asking its page. */
  readonly closeWindows: () => void;
  readonly onContents: (listener: (contents: Contents) => void) => void;
  /** Asked for every request and check of a permission, a device, a screen to capture, in every session. */
  readonly guardPermissions: (guard: PermissionGuard) => void;
  /** Asked for every request that any page makes, in every session; what is not allowed is cancelled. */
  readonly guardRequests: (isAllowed: (url: string) => boolean) => void;
  /** A page, in any session, is about to write a file. */
  readonly onDownload: (listener: (event: Stoppable) => void) => void;
  /** In every session: no checker, no languages, and so no dictionaries to fetch. */
  readonly disableSpellCheck: () => void;
  /** Puts every page into Chromium's sandbox, whatever a window asks for. Must be called before Electron is ready. */
  readonly sandboxEverything: () => void;
  /** Must be called before Electron is ready. */
  readonly registerScheme: (scheme: string) => void;
  readonly serveScheme: (
    scheme: string,
    answer: (request: { readonly url: string; readonly method: string }) => Response,
  ) => void;
  readonly handle: (channel: string, handler: (sender: Sender, args: unknown) => Promise<unknown>) => void;
  readonly openWindow: (options: WindowOptions) => Window;
  /** Asks the operator where a file shall go. @returns null when they would rather not. */
  readonly askWhereToSave: (fileName: string) => Promise<string | null>;
  readonly setMenu: (menus: readonly Menu[]) => void;
  /** What programs may use of each screen, the main one first. */
  readonly screens: () => readonly [Bounds, ...Bounds[]];
  /** A screen came, went or changed. */
  readonly onScreensChanged: (listener: () => void) => void;
  /** True where the system can keep windows off screenshots and shared screens. */
  readonly canBlockCapture: boolean;
  /** Shows a number on the program's icon, where the system has a place for one; 0 takes it off. */
  readonly setBadge: (count: number) => void;
  /** Lets the dock's icon bounce until somebody comes, or stops it. */
  readonly bounce: (on: boolean) => void;
  /** Seconds since the last key or movement on this machine; some systems always answer 0. */
  readonly systemIdle_s: () => number;
  /** Every window is muted, or the whole program was started so: no page can sound, and none is told. */
  readonly isMuted: () => boolean;
  readonly onScreenLock: (listener: () => void) => void;
  readonly onSuspend: (listener: () => void) => void;
  /** Keeps screen and machine from going to sleep by themselves. */
  readonly keepAwake: (on: boolean) => void;
  /** Shows a message and waits until it is put away. */
  readonly showError: (title: string, text: string) => void;
  readonly notify: (text: { readonly title: string; readonly body: string }, onClick: () => void) => void;
  readonly allowSoundWithoutGesture: () => void;
  /** Ends at once, without asking anybody. */
  readonly exit: (code: number) => void;
};
