import { decodeId } from '#crypto/ids.ts';
import type { Deps } from '#server/deps.ts';
import { findRequestCounts } from '#server/records/request.ts';
import { findShare } from '#server/records/share.ts';
import { viewsLeft } from '#server/records/state.ts';
import type { NoticeType } from '#server/outbox/notice-mail.ts';
import type { WaitingNotice } from './write-notices.ts';

interface ShareCounts {
  readonly openings: number;
  /** null: unlimited. */
  readonly openingsLeft: number | null;
  readonly wrongPasswords: number;
}

interface RequestCounts {
  readonly answers: number;
  readonly answersLeft: number;
}

/** The body of a notice. It says what happened and to which share, and nothing that anyone typed but the reference. */
export interface NoticeBody {
  readonly type: NoticeType;
  /** ISO 8601, of the event. */
  readonly timestamp: string;
  readonly data: ({ readonly reference: string } | { readonly id: string }) & Partial<ShareCounts & RequestCounts>;
}

/** The counts are those of now: a notice counts everything that happened until it is sent. */
export async function noticeBody({ store }: Pick<Deps, 'store'>, notice: WaitingNotice): Promise<NoticeBody> {
  const { type, at, id, target } = notice;
  const reference = target?.reference;
  const name = reference === undefined ? { id } : { reference };
  const bytes = decodeId(id);
  const counts = bytes && (type.startsWith('request.') ? requestCounts(store, bytes) : shareCounts(store, bytes));
  return { type, timestamp: new Date(at * 1000).toISOString(), data: { ...name, ...(await counts) } };
}

async function shareCounts({ read }: Deps['store'], id: Uint8Array): Promise<ShareCounts | undefined> {
  const share = await findShare(read, id);
  return share && { openings: share.viewsSpent, openingsLeft: viewsLeft(share), wrongPasswords: share.attempts };
}

async function requestCounts({ read }: Deps['store'], id: Uint8Array): Promise<RequestCounts | undefined> {
  const [request] = await findRequestCounts(read, [id]);
  return request && { answers: request.landed, answersLeft: Math.max(0, request.maxAnswers - request.answers) };
}
