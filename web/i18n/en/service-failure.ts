import type { ServiceFailure } from '#client/errors.ts';

/** Said alike wherever it happens. Nothing typed is lost by it. */
export const signIn =
  'A sign-in in front of this service replied instead. Sign in in another tab, then try again here.';

/** Where a page asks again by itself and there is nothing to lose. */
export const serviceFailure: Readonly<Record<ServiceFailure['kind'], string>> = {
  offline: 'There is no connection to the server.',
  busy: 'The server has been asked too often and wants a pause.',
  server: 'The server has a fault of its own just now.',
  strange: 'The server answered in a way that this page does not understand. A reload may bring a page that does.',
  'sign-in': signIn,
};
