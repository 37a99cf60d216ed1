import type { Locale } from '../../../shared/api/contract.ts';
import type { Menu } from './facade.ts';
import type { ZoomStep } from './windowPlaces.ts';

const WORDS = {
  ko: {
    console: '지킴',
    newWindow: '새 창',
    lock: '화면 잠금',
    quit: '지킴 끝내기',
    edit: '편집',
    undo: '실행 취소',
    redo: '다시 실행',
    cut: '잘라내기',
    copy: '복사',
    paste: '붙여넣기',
    selectAll: '모두 선택',
    view: '보기',
    zoomIn: '크게',
    zoomOut: '작게',
    zoomReset: '원래 크기',
    fullScreen: '전체 화면',
    reload: '화면 새로 고침',
    window: '창',
    minimize: '최소화',
    close: '창 닫기',
  },
  en: {
    console: 'Jikim',
    newWindow: 'New Window',
    lock: 'Lock',
    quit: 'Quit Jikim',
    edit: 'Edit',
    undo: 'Undo',
    redo: 'Redo',
    cut: 'Cut',
    copy: 'Copy',
    paste: 'Paste',
    selectAll: 'Select All',
    view: 'View',
    zoomIn: 'Zoom In',
    zoomOut: 'Zoom Out',
    zoomReset: 'Actual Size',
    fullScreen: 'Full Screen',
    reload: 'Reload',
    window: 'Window',
    minimize: 'Minimize',
    close: 'Close Window',
  },
} as const satisfies Readonly<Record<Locale, Readonly<Record<string, string>>>>;

export type MenuState = {
  readonly locale: Locale;
  /** Somebody is signed in, and it is not locked already. */
  readonly canLock: boolean;
};

export type MenuActions = {
  readonly newWindow: () => void;
  readonly lock: () => void;
  readonly zoom: (step: ZoomStep) => void;
};

/** The program's menu in the console's language; Electron's own labels would be English everywhere. */
export const menuOf = ({ locale, canLock }: MenuState, { newWindow, lock, zoom }: MenuActions): readonly Menu[] => {
  const words = WORDS[locale];
  const separator = { kind: 'separator' } as const;
  const role = <R extends string>(name: R, label: string, keys: string | null) =>
    ({ kind: 'role', role: name, label, keys }) as const;
  return [
    {
      label: words.console,
      items: [
        { kind: 'action', label: words.newWindow, keys: 'CmdOrCtrl+N', enabled: true, run: newWindow },
        { kind: 'action', label: words.lock, keys: 'CmdOrCtrl+L', enabled: canLock, run: lock },
        separator,
        role('quit', words.quit, 'CmdOrCtrl+Q'),
      ],
    },
    {
      label: words.edit,
      items: [
        role('undo', words.undo, 'CmdOrCtrl+Z'),
        role('redo', words.redo, 'CmdOrCtrl+Shift+Z'),
        separator,
        role('cut', words.cut, 'CmdOrCtrl+X'),
        role('copy', words.copy, 'CmdOrCtrl+C'),
        role('paste', words.paste, 'CmdOrCtrl+V'),
        role('selectAll', words.selectAll, 'CmdOrCtrl+A'),
      ],
    },
    {
      label: words.view,
      items: [
        {
          kind: 'action',
          label: words.zoomIn,
          keys: 'CmdOrCtrl+Plus',
          also: 'CmdOrCtrl+=',
          enabled: true,
          run: () => zoom('in'),
        },
        { kind: 'action', label: words.zoomOut, keys: 'CmdOrCtrl+-', enabled: true, run: () => zoom('out') },
        { kind: 'action', label: words.zoomReset, keys: 'CmdOrCtrl+0', enabled: true, run: () => zoom('reset') },
        separator,
        role('togglefullscreen', words.fullScreen, 'F11'),
        role('reload', words.reload, 'CmdOrCtrl+R'),
      ],
    },
    {
      label: words.window,
      items: [
        role('minimize', words.minimize, 'CmdOrCtrl+M'),
        // Ctrl+W, pressed for a tab of another program, would end the watch with its last window.
        role('close', words.close, null),
      ],
    },
  ];
};
