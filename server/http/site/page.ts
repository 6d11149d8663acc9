/** A page with a static shell. The server never looks up the `:id` in its path. */
export interface ShellPage {
  /** The pattern of its path. Absent for the page that is the reply to every unknown path. */
  readonly path?: string;
  /** The page's module, as named in Vite's manifest. */
  readonly entry: string;
  /** Whether search engines may list it. */
  readonly indexed: boolean;
}

export const BOOT_SCRIPT = 'web/app/boot.ts';

/** Previews the operator's name and colours. Exists only if the operator asks for it. */
export const brandPage: ShellPage = { path: '/brand', entry: 'web/pages/brand/main.tsx', indexed: false };

export const pages: readonly ShellPage[] = [
  { path: '/', entry: 'web/pages/compose/main.tsx', indexed: true },
  { path: '/s/:id', entry: 'web/pages/receive/main.tsx', indexed: false },
  { path: '/ask', entry: 'web/pages/ask/main.tsx', indexed: true },
  { path: '/r/:id', entry: 'web/pages/answer/main.tsx', indexed: false },
  { path: '/m/:id', entry: 'web/pages/manage/main.tsx', indexed: false },
  { path: '/shares', entry: 'web/pages/shares/main.tsx', indexed: false },
  { path: '/report', entry: 'web/pages/report/main.tsx', indexed: false },
  { path: '/how-it-works', entry: 'web/pages/about/how-it-works-main.tsx', indexed: true },
  { path: '/security', entry: 'web/pages/about/security-main.tsx', indexed: true },
  brandPage,
];

export const notFoundPage: ShellPage = { entry: 'web/pages/not-found/main.tsx', indexed: false };
