import { decodeId } from '#crypto/ids.ts';
import type { Deps } from '#server/deps.ts';
import { AppError } from '#server/errors.ts';
import { charge } from '#server/quota/charge.ts';
import { keepReport } from '#server/records/report.ts';
import type { ReportBody } from './wire.ts';

/** Per client and day. Somebody who finds more abuse than that can write to the contact. */
const MAX_REPORTS = 50;
const NO_ID = new Uint8Array(0);

/**
 * Notes that somebody finds a share abusive. Neither the reply nor its timing tells whether the share exists: the
 * charge to the client is written in the same transaction in any case.
 * @param client as limits count it
 * @throws AppError `not-found` if the service takes no reports, `quota-exceeded`
 */
export async function reportShare(deps: Deps, { id, reason }: ReportBody, client: string): Promise<void> {
  if (!deps.config.policy.reports) throw new AppError('not-found');
  const reported = { id: decodeId(id) ?? NO_ID, reason };
  await deps.store.write(async (tx) => {
    await charge(tx, deps, { accounts: [`reports by ${client}`], amount: 1, atMost: MAX_REPORTS });
    await keepReport(tx, reported);
  });
}
