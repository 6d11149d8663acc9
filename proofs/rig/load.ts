import { ApiError, NetworkError } from '#client/errors.ts';
import type { Api } from '#client/api.ts';
import { makeShare, randomSecret } from './make-share.ts';
import type { TestShare } from './make-share.ts';

/** The sender's knowledge of a request: sent, or confirmed by a successful response. */
export type Known = 'no' | 'sent' | 'answered';

/** The actions of a share's clients and the responses they got. */
export interface History {
  readonly share: TestShare;
  readonly maxViews: number;
  readonly claims: Map<string, Claim>;
  created: Known;
  deleted: Known;
  readonly wrongPasswords: { sent: number; answered: number };
}

export interface Claim {
  opened: Known;
  acknowledged: Known;
}

interface LoadOptions {
  readonly api: Api;
  readonly expiresAt: number;
  readonly histories: History[];
}

const chance = (probability: number): boolean => Math.random() < probability;

/** Runs one life of a share after another until the server is gone. */
export async function runLoad(options: LoadOptions): Promise<void> {
  try {
    for (;;) await liveOnce(options);
  } catch (error) {
    if (!(error instanceof NetworkError)) throw error;
  }
}

async function liveOnce({ api, expiresAt, histories }: LoadOptions): Promise<void> {
  const maxViews = chance(0.6) ? 1 : 3;
  const hasPassword = chance(0.3);
  const share = makeShare({ maxViews, expiresAt, hasPassword });
  const history: History = {
    share,
    maxViews,
    claims: new Map(),
    created: 'sent',
    deleted: 'no',
    wrongPasswords: { sent: 0, answered: 0 },
  };
  histories.push(history);
  await api.create(share.id, share.body);
  history.created = 'answered';
  if (hasPassword) await tryWrongPassword(api, history);
  if (chance(0.8)) {
    const claims = Array.from({ length: chance(0.4) ? maxViews + 2 : maxViews }, randomSecret);
    await allOrFirstFailure(claims.map((claim) => open(api, history, claim)));
  }
  if (chance(0.15)) await remove(api, history);
}

/** Waits for all of them, so that every request is recorded before a failure is thrown. */
async function allOrFirstFailure(promises: readonly Promise<void>[]): Promise<void> {
  const results = await Promise.allSettled(promises);
  const failed = results.find((result) => result.status === 'rejected');
  if (failed) throw failed.reason;
}

/** @returns the code of a refusal, which is a response too */
export async function refusal(promise: Promise<unknown>): Promise<string | undefined> {
  try {
    await promise;
    return undefined;
  } catch (error) {
    if (error instanceof ApiError) return error.code;
    throw error;
  }
}

export async function open(api: Api, { share, claims }: History, claim: string): Promise<void> {
  const record = claims.get(claim) ?? { opened: 'sent', acknowledged: 'no' };
  claims.set(claim, record);
  const { id, linkProof, openProof } = share;
  const refused = await refusal(
    api.open(id, { linkProof, openProof, claim }, { repeatable: false }).then(({ sealed }) => {
      if (Buffer.compare(sealed, share.body.sealed) !== 0) throw new Error('other bytes than were sealed');
    }),
  );
  if (refused !== undefined) {
    if (refused !== 'ended') throw new Error(`open was refused: ${refused}`);
    return;
  }
  record.opened = 'answered';
  if (!chance(0.5)) return;
  record.acknowledged = 'sent';
  await api.acknowledge(id, { linkProof, claim });
  record.acknowledged = 'answered';
}

async function tryWrongPassword(api: Api, { share, wrongPasswords }: History): Promise<void> {
  wrongPasswords.sent += 1;
  const body = { linkProof: share.linkProof, openProof: randomSecret(), claim: randomSecret() };
  const refused = await refusal(api.open(share.id, body, { repeatable: false }));
  if (refused !== 'wrong-password') throw new Error(`a wrong password got ${refused ?? 'the content'}`);
  wrongPasswords.answered += 1;
}

async function remove(api: Api, history: History): Promise<void> {
  history.deleted = 'sent';
  await api.remove(history.share.id, { ownerProof: history.share.ownerProof });
  history.deleted = 'answered';
}
