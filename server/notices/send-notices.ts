import { decodeId, encodeId } from '#crypto/ids.ts';
import { secretBytes } from '#server/config/webhook-secret.ts';
import { DAY_SECONDS } from '#server/db/times.ts';
import type { Deps } from '#server/deps.ts';
import { AppError } from '#server/errors.ts';
import { openRow } from '#server/outbox/seal-row.ts';
import type { Deliver, Delivered, OutboxWork } from '#server/outbox/run-outbox.ts';
import { charge } from '#server/quota/charge.ts';
import { endChannel } from '#server/records/notice-channel.ts';
import type { ClaimedRow } from '#server/records/outbox-claim.ts';
import { noticeBody } from './notice-body.ts';
import { postToOperator, postToStrangers } from './post-notice.ts';
import type { PostNotice, Reach } from './post-notice.ts';
import { signNotice } from './sign-notice.ts';
import type { NoticeTarget } from './target.ts';
import type { WaitingNotice } from './write-notices.ts';

const AT_ONCE = 4;
/** After the first try, the second, … Together less than a day. */
const RETRY_SECONDS = [5, 300, 1_800, 7_200, 18_000, 43_200] as const;
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
    const { host } = new URL(endpoint.url);
    if (busy.has(host)) return { next: 'again', afterSeconds: BUSY_SECONDS, isUntried: true };
    busy.add(host);
    try {
      if (row.tries === 1 && !(await isWithinDay(deps, notice.target, host))) return DROP;
      return await deliverTo(deps, endpoint, { row, notice, signal });
    } finally {
      busy.delete(host);
    }
  };
  return { kinds: ['notice'], atOnce: AT_ONCE, deliver, failed };
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
  if (status === GONE && notice.target !== undefined) return endOf(notice);
  const afterSeconds = RETRY_SECONDS[row.tries - 1];
  return afterSeconds === undefined ? DROP : { next: 'again', afterSeconds };
}

/** No notice of this share is sent any more; its owner sees that. */
function endOf({ id }: WaitingNotice): Delivered {
  const bytes = decodeId(id);
  return { next: 'remove', ...(bytes && { record: (tx) => endChannel(tx, bytes) }) };
}
