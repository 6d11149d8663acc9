import { expect } from 'vitest';
import type { Api } from '#client/api.ts';
import type { StatusReply } from '#server/owner/wire.ts';
import { refusal } from './load.ts';
import type { Claim, History } from './load.ts';

/**
 * Compares a restarted server with the replies that its clients got before it was killed, and finishes what they started
 * as a client would: by sending the same bytes again.
 */
export async function audit(api: Api, history: History): Promise<void> {
  const { share, maxViews } = history;
  const owner = { ownerProof: share.ownerProof };
  if (history.created === 'answered') {
    expect(await refusal(api.status(share.id, owner)), 'an acknowledged create is there').toBeUndefined();
  }
  await api.create(share.id, share.body);
  history.created = 'answered';

  if (history.deleted !== 'no') return auditDeleted(api, history);
  for (const [claim, record] of history.claims) await resume({ api, history, claim, record });

  const opened = [...history.claims.values()].filter((claim) => claim.opened === 'answered').length;
  expect(opened, 'every claim with a view left got it, and no other').toBe(Math.min(maxViews, history.claims.size));
  const status = await api.status(share.id, owner);
  expect(status.openedAt, 'one opening for each claim that opened').toHaveLength(opened);
  expect(status).toMatchObject({ viewsLeft: maxViews - opened, state: opened === maxViews ? 'spent' : 'live' });
  expect(status.attempts).toBeGreaterThanOrEqual(history.wrongPasswords.answered);
  expect(status.attempts).toBeLessThanOrEqual(history.wrongPasswords.sent);
}

/** Much later: every end is unchanged. Leases may have ended, so nothing is opened again. */
export async function auditSettled(api: Api, history: History): Promise<void> {
  const { share, maxViews, claims } = history;
  const status = await api.status(share.id, { ownerProof: share.ownerProof });
  const opened = [...claims.values()].filter((claim) => claim.opened === 'answered').length;
  if (history.deleted === 'answered') expectEnded(history, status);
  else expect(status).toMatchObject({ viewsLeft: maxViews - opened, state: opened === maxViews ? 'spent' : 'live' });
}

/** A share that every reader had acknowledged before it was deleted keeps its first end. */
function expectEnded({ maxViews, claims }: History, { state, endedAt }: StatusReply): void {
  const acknowledged = [...claims.values()].filter((claim) => claim.acknowledged !== 'no').length;
  expect(acknowledged === maxViews ? ['deleted', 'spent'] : ['deleted'], 'a deleted share stays deleted').toContain(
    state,
  );
  expect(endedAt).toBeDefined();
}

async function auditDeleted(api: Api, history: History): Promise<void> {
  const { share, claims } = history;
  const owner = { ownerProof: share.ownerProof };
  if (history.deleted === 'answered') expectEnded(history, await api.status(share.id, owner));
  expectEnded(history, await api.remove(share.id, owner));
  history.deleted = 'answered';
  for (const claim of [...claims.keys(), share.openProof]) {
    const body = { linkProof: share.linkProof, openProof: share.openProof, claim };
    expect(await refusal(api.open(share.id, body, { repeatable: false }))).toBe('ended');
  }
}

interface Resuming {
  readonly api: Api;
  readonly history: History;
  readonly claim: string;
  readonly record: Claim;
}

async function resume({ api, history: { share }, claim, record }: Resuming): Promise<void> {
  const { id, linkProof, openProof } = share;
  let sealed: Uint8Array | undefined;
  const refused = await refusal(
    api.open(id, { linkProof, openProof, claim }, { repeatable: false }).then((answer) => {
      sealed = answer.sealed;
    }),
  );
  if (record.acknowledged === 'answered') {
    expect(refused, 'an acknowledged claim is over').toMatch(/^(ended|lease-over)$/);
  } else if (refused === undefined) {
    expect(Buffer.compare(sealed ?? new Uint8Array(), share.body.sealed), 'the same bytes').toBe(0);
    record.opened = 'answered';
  } else if (record.acknowledged === 'sent') {
    expect(refused).toMatch(/^(ended|lease-over)$/);
    record.acknowledged = 'answered';
  } else {
    expect(record.opened, 'an opened claim can be repeated').toBe('sent');
    expect(refused).toBe('ended');
  }
}
