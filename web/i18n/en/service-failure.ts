import type { ServiceFailure } from '#client/errors.ts';

/** The same everywhere. Nothing typed is lost. */
export const signIn =
  'A sign-in in front of this service replied instead. Sign in in another tab, then try again here.';

/** Why a page that retries automatically has no reply yet. The page adds what happens next. */
export const serviceFailure: Readonly<Record<ServiceFailure['kind'], string>> = {
  offline: 'No connection to the server.',
  busy: 'Too many requests.',
  server: 'Something went wrong on our side.',
  strange: 'This page does not understand the server’s reply. Reloading the page may help.',
  'sign-in': signIn,
};
