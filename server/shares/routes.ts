import { MAX_NOTE_BYTES, MAX_SEALED_BYTES } from '#crypto/limits.ts';
import { AppError } from '#server/errors.ts';
import { endpoint } from '#server/http/endpoint.ts';
import type { Endpoint } from '#server/http/endpoint.ts';
import { jsonEndpoint } from '#server/http/json-endpoint.ts';
import { frameMessage, JSON_BYTES_WITH_PASS, jsonMessage } from '#server/http/message.ts';
import { clientAccount } from '#server/quota/charge.ts';
import { admitCreator, findCreator, holdsToken } from '#server/tokens/admit-creator.ts';
import { acknowledgeShare } from './acknowledge-share.ts';
import { askCode } from './ask-code.ts';
import { changeRecipient } from './change-recipient.ts';
import { createShare } from './create-share.ts';
import { deleteShare } from './delete-share.ts';
import { describeShare } from './describe-share.ts';
import { openShare } from './open-share.ts';
import { readStatus, readStatuses } from './read-status.ts';
import { renewLease } from './renew-lease.ts';
import { shortenShare } from './shorten-share.ts';
import { unlockShare } from './unlock-share.ts';
import * as owner from '#server/owner/wire.ts';
import * as people from '#server/people/wire.ts';
import * as wire from './wire.ts';

const MAX_STATUS_BATCH_BYTES = owner.MAX_STATUS_BATCH * 256;

const batchStatus = endpoint({
  method: 'POST',
  path: '/api/shares/status',
  access: 'reader',
  rateClass: 'other',
  message: jsonMessage(owner.StatusBatchBody, MAX_STATUS_BATCH_BYTES),
  act: async ({ deps, input, replies }) => replies.json(await readStatuses(deps, input)),
  docs: {
    summary: 'The status of many shares, for a list.',
    success: { 200: 'One entry per requested share, in order; null if the id or the proof is wrong.' },
    reply: { json: owner.StatusBatchReply },
    errors: [],
  },
});

const create = endpoint({
  method: 'PUT',
  path: '/api/shares/:id',
  access: 'creator',
  rateClass: 'create',
  message: frameMessage(wire.CreateHead, {
    tail: 'note (`noteBytes` bytes) ‖ sealed',
    // Independent of the configured limit: a create may be repeated after the limit was lowered.
    maxTailBytes: MAX_NOTE_BYTES + MAX_SEALED_BYTES,
  }),
  act: async ({ deps, id, input: { head, tail }, credentials, replies }) => {
    if (tail.length < head.noteBytes) throw new AppError('malformed');
    const member = await findCreator(deps, { id, pass: head.pass, purpose: 'create' });
    const account =
      head.answer === undefined
        ? await admitCreator(deps, credentials, { ...head, id, member })
        : clientAccount(credentials);
    const [note, sealed] = [tail.subarray(0, head.noteBytes), tail.subarray(head.noteBytes)];
    const needsToken = head.gates?.people !== undefined || head.notify !== undefined;
    const hasToken = needsToken && (await holdsToken(deps, credentials));
    const { created, reply } = await createShare(deps, { id, head, note, sealed, account, hasToken, member });
    return replies.json(reply, created ? 201 : 200);
  },
  docs: {
    summary:
      'Create a share, from its uploaded file body if it has one. The id is derived from the create proof. Can be repeated.',
    success: { 201: 'Created.', 200: 'It already existed.' },
    reply: { json: wire.CreateReply },
    errors: [
      'not-found',
      'conflict',
      'not-accepting',
      'upload-incomplete',
      'terms-refused',
      'pass-required',
      'not-a-member',
      'quota-exceeded',
      'insufficient-storage',
    ],
  },
});

const open = endpoint({
  method: 'POST',
  path: '/api/shares/:id/open',
  access: 'reader',
  rateClass: 'open',
  message: jsonMessage(wire.OpenBody, JSON_BYTES_WITH_PASS),
  act: async ({ deps, id, input, holdReply, replies }) => {
    const { head, sealed } = await openShare(deps, id, { ...input, holdReply });
    return replies.frame(head, sealed);
  },
  docs: {
    summary:
      'Spend a view for a claim and get the sealed content. The same claim gets the same bytes until its lease ends.',
    success: { 200: 'The content.' },
    reply: { frame: { head: wire.OpenReplyHead, tail: 'sealed' } },
    errors: [
      ...(['too-early', 'pass-required', 'not-a-member', 'code-required', 'wrong-code'] as const),
      ...(['wrong-password', 'lease-over', 'ended', 'locked'] as const),
    ],
  },
});

const code = endpoint({
  method: 'POST',
  path: '/api/shares/:id/code',
  access: 'reader',
  rateClass: 'mail',
  message: jsonMessage(people.CodeBody),
  act: async ({ deps, id, input, replies }) => replies.json(await askCode(deps, id, input), 202),
  docs: {
    summary: 'Have a code mailed to a named person. The reply is the same whether the address is named or not.',
    success: { 202: 'If the sender named this address, a mail is on its way.' },
    reply: { json: people.CodeReply },
    errors: [],
  },
});

export const shareEndpoints: readonly Endpoint[] = [
  batchStatus,
  create,
  open,
  code,
  jsonEndpoint({
    path: '/api/shares/:id/describe',
    summary: 'Describe a share to somebody with the link, before opening. Changes nothing.',
    input: wire.DescribeBody,
    output: wire.DescribeReply,
    act: describeShare,
  }),
  jsonEndpoint({
    path: '/api/shares/:id/renew',
    summary: 'Renew the lease of a claim during a download.',
    input: wire.ClaimBody,
    output: wire.RenewReply,
    errors: ['lease-over', 'ended'],
    act: renewLease,
  }),
  jsonEndpoint({
    path: '/api/shares/:id/acknowledge',
    summary: 'Report that the content has arrived. Ends the lease. Can be repeated.',
    input: wire.AcknowledgeBody,
    output: wire.AcknowledgeReply,
    errors: ['lease-over'],
    act: acknowledgeShare,
  }),
  jsonEndpoint({
    path: '/api/shares/:id/status',
    summary: 'The status of a share, for its owner.',
    input: owner.OwnerBody,
    output: owner.StatusReply,
    act: readStatus,
  }),
  jsonEndpoint({
    path: '/api/shares/:id/unlock',
    summary: 'Unlock a share that wrong passwords have locked.',
    input: owner.OwnerBody,
    output: owner.StatusReply,
    act: unlockShare,
  }),
  jsonEndpoint({
    path: '/api/shares/:id/recipients',
    summary: 'Revoke a named person for good, or give them new code mails.',
    input: owner.RecipientBody,
    output: owner.StatusReply,
    act: changeRecipient,
  }),
  jsonEndpoint({
    path: '/api/shares/:id/shorten',
    summary: 'Bring the expiry forward. Can be repeated.',
    input: owner.ShortenBody,
    output: owner.StatusReply,
    act: shortenShare,
  }),
  jsonEndpoint({
    path: '/api/shares/:id/delete',
    summary: 'Delete the content now. Can be repeated.',
    input: owner.OwnerBody,
    output: owner.StatusReply,
    act: deleteShare,
  }),
];
