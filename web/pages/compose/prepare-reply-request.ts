/** Makes the request for a reply. A lazy module, because creating requests needs much cryptography. */
import { prepareRequest } from '#client/ask.ts';
import type { RequestInput } from '#client/ask.ts';
import { compose as words } from '#words/compose.ts';
import { creatorApi as api } from '#web/app/network/creator-api.ts';
import { listRequest } from '#web/parts/list/list-request.ts';
import { forgetShare } from '#web/parts/list/store.ts';
import { requests } from '#web/app/network/requests-api.ts';
import type { ReplyRequestInput, PreparedReplyRequest } from './create-reply-request.ts';

export async function prepareReplyRequest({
  title,
  ttlSeconds,
  members,
  passes,
  signal,
}: ReplyRequestInput & Pick<RequestInput, 'passes'>): Promise<PreparedReplyRequest> {
  const { maxTtlSeconds } = await api.config({ signal });
  const prepared = await prepareRequest(
    { api, requests },
    {
      title: title === '' ? words.allowReply.requestTitle : title,
      ask: '',
      maxAnswers: 1,
      ttlSeconds,
      answerTtlSeconds: Math.min(ttlSeconds, maxTtlSeconds),
      keep: 'expiry',
      members,
      passes,
      signal,
    },
  );
  return {
    send: async (options) => {
      const asked = await prepared.send(options);
      // Cancelled while it was sent: the caller discards it, so it must not be listed.
      options?.signal?.throwIfAborted();
      return { link: asked.link, manageLink: asked.manageLink, listed: await listRequest(asked) };
    },
    discard: async () => {
      await prepared.discard();
      await forgetShare(prepared.id);
    },
  };
}
