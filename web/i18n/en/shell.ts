/** What is on the page before, or without, any script. */
export const shell = {
  withoutScriptTitle: 'This page needs JavaScript.',
  withoutScriptReason:
    'A secret is sealed and opened in your browser, by a script that this page loads. Without it the only other way would be to let the server read your secret, and it must not.',
  withoutScriptNext: 'Allow JavaScript for this site and load the page again. Nothing has been opened or spent.',
  notStartedTitle: 'The page has not started.',
  notStartedReason:
    'One of its scripts did not arrive, or this browser is too old for it. Nothing has been opened or spent.',
  notStartedNext: 'Check your connection and load the page again. If that does not help, try a current browser.',
  /** At the foot of every page. */
  support: 'Support',
  /** Where something failed. */
  supportNext: 'If you cannot get any further, ask for help',
} as const;
