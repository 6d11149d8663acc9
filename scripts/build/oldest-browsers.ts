/**
 * The oldest versions that the pages are built for and tested with: Chrome 109 and Firefox 115 are the last ones for
 * Windows 7 and 8, Safari 16 is the one of iOS 16. Edge has Chrome's numbers.
 */
export const oldestBrowsers = { chrome: 109, firefox: 115, safari: 16 } as const;

/** For Vite's `build.target`. */
export const buildTarget = Object.entries({ ...oldestBrowsers, edge: oldestBrowsers.chrome }).map(
  ([browser, version]) => `${browser}${version}`,
);
