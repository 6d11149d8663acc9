/** A lazy module: loaded only if the list has requests. */
import { deleteRequest } from '#client/inbox.ts';
import type { Owner } from '#client/manage.ts';
import { readCounts } from '#client/request-counts.ts';
import type { RequestSummary } from '#web/parts/list/status.ts';
import { requests } from '#web/app/network/requests-api.ts';

export const countsOf = (owners: readonly Owner[]) => readCounts(requests, owners);

export async function removeRequest(owner: Owner): Promise<RequestSummary> {
  const { state, createdAt, expiresAt, answers, endedAt } = await deleteRequest(requests, owner);
  return { state, createdAt, expiresAt, answers: answers.length, unread: 0, ...(endedAt !== undefined && { endedAt }) };
}
