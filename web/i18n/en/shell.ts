/** Words on the page before any script runs, or if none does. */
export const shell = {
  withoutScriptTitle: 'This page needs JavaScript',
  withoutScriptReason:
    'Secrets are sealed and opened in your browser, by a script that this page loads. Without it, the server would have to read your secret, and it must not.',
  withoutScriptNext: 'Allow JavaScript for this site and reload the page. Nothing has been opened or used up.',
  notStartedTitle: 'The page did not start',
  notStartedReason:
    'One of its scripts could not be loaded, or this browser is too old for it. Nothing has been opened or used up.',
  notStartedNext: 'Check your connection and reload the page. If that does not help, try an up-to-date browser.',
  unsupportedTitle: 'This browser can’t run this page',
  unsupportedReason:
    'The browser is too old, or something that the page needs is turned off in it. Nothing has been opened or used up.',
  unsupportedNext: ({ chrome, firefox, safari }: Readonly<Record<'chrome' | 'firefox' | 'safari', number>>) =>
    `Update the browser, or open the same link in another one. Chrome and Edge work from version ${chrome}, Firefox from ${firefox}, Safari from ${safari}.`,
  /** In the footer of every page. */
  support: 'Support',
  /** Where something failed. */
  supportNext: 'Still stuck? Ask for help',
} as const;
