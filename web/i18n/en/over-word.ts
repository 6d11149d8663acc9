import type { OverState } from '#client/errors.ts';

/** The state of something just created, in words, if the server says that it has already ended. */
export const overWord: Readonly<Record<OverState, string>> = {
  spent: 'has already been opened',
  expired: 'has already expired',
  destroyed: 'has already been destroyed',
  deleted: 'has already been deleted',
  locked: 'is already locked by wrong passwords',
  full: 'is already full',
  closed: 'is already closed',
};
