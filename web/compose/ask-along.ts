/** Loaded when a request goes along: its arithmetic is not small. */
import { prepareRequest } from '#client/ask.ts';
import type { Asked } from '#client/ask.ts';
import { deleteRequest } from '#client/inbox.ts';
import { compose as words } from '#messages/compose.ts';
import { api } from '#web/api.ts';
import { requests } from '#web/requests-api.ts';
import { forgetShare, saveRequest } from '#web/shares/store.ts';
import type { AlongWish, PreparedAlong } from './create-along.ts';

export async function askAlong({ title, ttlSeconds, signal }: AlongWish): Promise<PreparedAlong> {
  const { maxTtlSeconds } = await api.config({ signal });
  const prepared = await prepareRequest(
    { api, requests },
    {
      title: title === '' ? words.letAnswer.requestTitle : title,
      ask: '',
      maxAnswers: 1,
      ttlSeconds,
      answerTtlSeconds: Math.min(ttlSeconds, maxTtlSeconds),
      keep: 'expiry',
      signal,
    },
  );
  let ownerKey: Uint8Array | undefined;
  return {
    send: async (options) => {
      const asked = await prepared.send(options);
      ownerKey = asked.ownerKey;
      return { link: asked.link, manageLink: asked.manageLink, listed: await list(asked) };
    },
    discard: async () => {
      if (ownerKey === undefined) return;
      await deleteRequest(requests, { id: prepared.id, ownerKey });
      await forgetShare(prepared.id);
    },
  };
}

async function list({ id, ownerKey, title, createdAt, expiresAt, maxAnswers, link }: Asked): Promise<boolean> {
  try {
    await saveRequest({ id, ownerKey, title, createdAt, expiresAt, maxAnswers, link });
    return true;
  } catch {
    return false;
  }
}
