/** One static shell for each kind of page; what is behind `:id` is never looked up. */
export interface Page {
  /** The pattern of its path; absent: the answer to every path that is not there. */
  readonly path?: string;
  /** The page's module, as Vite's manifest names it. */
  readonly entry: string;
  /** May a search engine list it? */
  readonly indexed: boolean;
}

export const BOOT_SCRIPT = 'web/boot.ts';

/** How everything looks in the operator's colours, and under their name. */
export const brandPage: Page = { path: '/brand', entry: 'web/brand/main.tsx', indexed: false };

export const pages: readonly Page[] = [
  { path: '/', entry: 'web/compose/main.tsx', indexed: true },
  { path: '/s/:id', entry: 'web/receive/main.tsx', indexed: false },
  { path: '/ask', entry: 'web/ask/main.tsx', indexed: true },
  { path: '/r/:id', entry: 'web/answer/main.tsx', indexed: false },
  { path: '/m/:id', entry: 'web/manage/main.tsx', indexed: false },
  { path: '/shares', entry: 'web/shares/main.tsx', indexed: false },
  { path: '/report', entry: 'web/report/main.tsx', indexed: false },
  { path: '/how-it-works', entry: 'web/about/how-it-works-main.tsx', indexed: true },
  { path: '/security', entry: 'web/about/security-main.tsx', indexed: true },
  brandPage,
];

export const notFoundPage: Page = { entry: 'web/not-found/main.tsx', indexed: false };
