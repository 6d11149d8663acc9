import { decodeId, encodeId } from '#crypto/ids.ts';
import { secretBytes } from '#server/config/webhook-secret.ts';
import { DAY_SECONDS } from '#server/db/times.ts';
import type { Deps } from '#server/deps.ts';
import { AppError } from '#server/errors.ts';
import { openRow } from '#server/outbox/seal-row.ts';
import type { Deliver, Delivered, OutboxWork } from '#server/outbox/run-outbox.ts';
import { charge } from '#server/quota/charge.ts';
import { endChannel, findChannel } from '#server/records/notice-channel.ts';
import { NOTICE_RETRY_SECONDS } from '#server/records/outbox-claim.ts';
import type { ClaimedRow } from '#server/records/outbox-claim.ts';
import { noticeBody } from './notice-body.ts';
import { postToOperator, postToStrangers } from './post-notice.ts';
import type { PostNotice, Reach } from './post-notice.ts';
import { signNotice } from './sign-notice.ts';
import type { NoticeTarget } from './target.ts';
import type { WaitingNotice } from './write-notices.ts';

const AT_ONCE = 4;
/** While another notice is on its way to the same host. */
const BUSY_SECONDS = 10;
/** For each creator and host. */
const NOTICES_PER_DAY = 60;
const GONE = 410;

export interface NoticeOptions {
  readonly failed: (error: unknown) => void;
  /** For tests. */
  readonly reach?: Reach;
}

/** A notice that cannot be read will never be sent. */
const DROP: Delivered = { next: 'remove' };

/** The work of the outbox on notices. @returns undefined if this service sends none */
export function noticeWork(deps: Deps, { failed, reach }: NoticeOptions): OutboxWork | undefined {
  const { serverKey, config } = deps;
  if (serverKey === undefined || (config.webhooks === undefined && config.operatorWebhook === undefined))
    return undefined;
  const postings = { strangers: postToStrangers(config.webhooks?.deny ?? [], reach), operator: postToOperator };
  const busy = new Set<string>();
  const deliver: Deliver = async (row, signal) => {
    const notice = openRow(serverKey, row.id, row.sealed) as WaitingNotice;
    const endpoint = endpointOf(deps, notice, postings);
    if (endpoint === undefined || notice.at + DAY_SECONDS <= (await deps.store.now())) return DROP;
    if (notice.target === undefined) return deliverTo(deps, endpoint, { row, notice, signal });
    const host = hostOf(endpoint.url);
    if (busy.has(host)) return { next: 'again', afterSeconds: BUSY_SECONDS, isUntried: true };
    busy.add(host);
    try {
      // With the host in hand: a notice before this one may have ended the channel.
      if (await isOver(deps, notice)) return DROP;
      if (row.tries === 1 && !(await isWithinDay(deps, notice.target, host))) return DROP;
      return await deliverTo(deps, endpoint, { row, notice, signal });
    } finally {
      busy.delete(host);
    }
  };
  return { kinds: ['notice'], atOnce: AT_ONCE, deliver, failed };
}

/** A name with its root dot is the same host. */
const hostOf = (url: string): string => new URL(url).hostname.replace(/\.$/, '');

/** Its endpoint has ended the notices of this share since this one was written. */
async function isOver({ store }: Deps, { id }: WaitingNotice): Promise<boolean> {
  const bytes = decodeId(id);
  return bytes !== undefined && (await findChannel(store.read, bytes))?.isOver === 1;
}

interface Endpoint {
  readonly url: string;
  readonly secret: string;
  readonly post: PostNotice;
}

type Postings = Readonly<Record<'strangers' | 'operator', PostNotice>>;

/** @returns undefined if the operator no longer wants such notices */
function endpointOf({ config }: Deps, { target }: WaitingNotice, postings: Postings): Endpoint | undefined {
  if (target === undefined) return config.operatorWebhook && { ...config.operatorWebhook, post: postings.operator };
  return config.webhooks && { url: target.url, secret: target.secret, post: postings.strangers };
}

/** The creator is a hash under the server key: a copy of the database alone cannot test which hosts were told. */
async function isWithinDay(deps: Deps, { creator }: NoticeTarget, host: string): Promise<boolean> {
  const accounts = [`notice ${creator} ${host}`];
  try {
    await deps.store.write((tx) => charge(tx, deps, { accounts, amount: 1, atMost: NOTICES_PER_DAY }));
    return true;
  } catch (error) {
    if (error instanceof AppError && error.code === 'quota-exceeded') return false;
    throw error;
  }
}

interface Sending {
  readonly row: ClaimedRow;
  readonly notice: WaitingNotice;
  readonly signal: AbortSignal;
}

async function deliverTo(
  deps: Deps,
  { url, secret, post }: Endpoint,
  { row, notice, signal }: Sending,
): Promise<Delivered> {
  const key = secretBytes(secret);
  if (key === undefined) return DROP;
  const body = JSON.stringify(await noticeBody(deps, notice));
  const id = `msg_${encodeId(row.id)}`;
  const headers = signNotice({ id, timestamp: await deps.store.now(), body, secret: key });
  const status = await post({ url, headers, body, signal }).catch(() => 0);
  if (status >= 200 && status < 300) return DROP;
  if (status === GONE && notice.target !== undefined) {
    await endNotices(deps, notice);
    return DROP;
  }
  const afterSeconds = NOTICE_RETRY_SECONDS[row.tries - 1];
  return afterSeconds === undefined ? DROP : { next: 'again', afterSeconds };
}

/** No notice of this share is sent any more; its owner sees that. Stored before another one can go to the same host. */
async function endNotices({ store }: Deps, { id }: WaitingNotice): Promise<void> {
  const bytes = decodeId(id);
  if (bytes !== undefined) await store.write((tx) => endChannel(tx, bytes));
}
