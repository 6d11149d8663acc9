/** A page with a static shell. The server never looks up the `:id` in its path. */
export interface ShellPage {
  /** The pattern of its path. Absent for the page that is the reply to every unknown path. */
  readonly path?: string;
  /** The page's module, as named in Vite's manifest. */
  readonly entry: string;
  /** The name of its words, see `words.ts`. */
  readonly words: string;
  /** Whether search engines may list it. */
  readonly indexed: boolean;
}

export const BOOT_SCRIPT = 'web/app/boot.ts';

/** Previews the operator's name and colours. Exists only if the operator asks for it. */
export const brandPage: ShellPage = {
  path: '/brand',
  entry: 'web/pages/brand/main.tsx',
  words: 'page-brand',
  indexed: false,
};

/** Signing in has a tab of its own. These pages exist only where members can sign in. */
export const signInPages: readonly ShellPage[] = [
  { path: '/sign-in', entry: 'web/pages/sign-in/main.tsx', words: 'page-sign-in', indexed: false },
  { path: '/signed-in', entry: 'web/pages/sign-in/signed-in-main.tsx', words: 'page-signed-in', indexed: false },
];

export const pages: readonly ShellPage[] = [
  { path: '/', entry: 'web/pages/compose/main.tsx', words: 'page-compose', indexed: true },
  { path: '/s/:id', entry: 'web/pages/receive/main.tsx', words: 'page-receive', indexed: false },
  { path: '/ask', entry: 'web/pages/ask/main.tsx', words: 'page-ask', indexed: true },
  { path: '/r/:id', entry: 'web/pages/answer/main.tsx', words: 'page-answer', indexed: false },
  { path: '/m/:id', entry: 'web/pages/manage/main.tsx', words: 'page-manage', indexed: false },
  { path: '/shares', entry: 'web/pages/shares/main.tsx', words: 'page-shares', indexed: false },
  { path: '/report', entry: 'web/pages/report/main.tsx', words: 'page-report', indexed: false },
  { path: '/how-it-works', entry: 'web/pages/about/how-it-works-main.tsx', words: 'page-how-it-works', indexed: true },
  { path: '/security', entry: 'web/pages/about/security-main.tsx', words: 'page-security', indexed: true },
  ...signInPages,
  brandPage,
];

export const notFoundPage: ShellPage = {
  entry: 'web/pages/not-found/main.tsx',
  words: 'page-not-found',
  indexed: false,
};
