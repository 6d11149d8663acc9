import type { Migration } from './index.ts';
import { shares } from './0001-shares.ts';
import { bodies } from './0002-bodies.ts';
import { requests } from './0003-requests.ts';
import { policy } from './0004-policy.ts';
import { heldShares } from './0005-held-shares.ts';
import { shareTotals } from './0006-share-totals.ts';
import { reservations } from './0007-reservations.ts';
import { serverClock } from './0008-server-clock.ts';
import { reservationTotals } from './0009-reservation-totals.ts';
import { gates } from './0010-gates.ts';
import { members } from './0011-members.ts';
import { objectStorage } from './0012-object-storage.ts';
import { keyFolder } from './0013-key-folder.ts';
import { move } from './0014-move.ts';

/** In the order in which they run. */
export const migrations: ReadonlyArray<readonly [name: string, migration: Migration]> = [
  ['0001-shares', shares],
  ['0002-bodies', bodies],
  ['0003-requests', requests],
  ['0004-policy', policy],
  ['0005-held-shares', heldShares],
  ['0006-share-totals', shareTotals],
  ['0007-reservations', reservations],
  ['0008-server-clock', serverClock],
  ['0009-reservation-totals', reservationTotals],
  ['0010-gates', gates],
  ['0011-members', members],
  ['0012-object-storage', objectStorage],
  ['0013-key-folder', keyFolder],
  ['0014-move', move],
];
