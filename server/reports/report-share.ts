import { decodeId } from '#crypto/ids.ts';
import type { Deps } from '#server/deps.ts';
import { AppError } from '#server/errors.ts';
import { charge } from '#server/quota/charge.ts';
import { keepReport } from '#server/records/report.ts';
import type { ReportBody } from './wire.ts';

/** Of one client in a day: who sees more of it than that writes to the contact. */
const MAX_REPORTS = 50;
const NO_ID = new Uint8Array(0);

/**
 * Notes that somebody finds a share abusive. Whether there is such a share is not said, nor can it be told by the time that it
 * takes: what is counted to the client is written either way, in the same transaction.
 * @param client as limits count
 * @throws AppError `not-found` where nobody reads reports, `quota-exceeded`
 */
export async function reportShare(deps: Deps, { id, reason }: ReportBody, client: string): Promise<void> {
  if (!deps.config.policy.reports) throw new AppError('not-found');
  const reported = { id: decodeId(id) ?? NO_ID, reason };
  await deps.store.write(async (tx) => {
    await charge(tx, deps, { accounts: [`reports by ${client}`], amount: 1, atMost: MAX_REPORTS });
    await keepReport(tx, reported);
  });
}
