/** One static shell for each kind of page; what is behind `:id` is never looked up. */
export interface Page {
  /** The pattern of its path; absent: the answer to every path that is not there. */
  readonly path?: string;
  /** The page's module, as Vite's manifest names it. */
  readonly entry: string;
  /** May a search engine list it? */
  readonly indexed: boolean;
}

export const BOOT_SCRIPT = 'web/app/boot.ts';

/** How everything looks in the operator's colours, and under their name. */
export const brandPage: Page = { path: '/brand', entry: 'web/pages/brand/main.tsx', indexed: false };

export const pages: readonly Page[] = [
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

export const notFoundPage: Page = { entry: 'web/pages/not-found/main.tsx', indexed: false };
