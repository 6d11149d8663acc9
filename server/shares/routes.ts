import { decodeId } from '#crypto/ids.ts';
import { MAX_SEALED_BYTES } from '#crypto/limits.ts';
import type { Deps } from '#server/deps.ts';
import { AppError } from '#server/errors.ts';
import type { Answers } from '#server/http/reply.ts';
import type { Endpoint } from '#server/http/endpoint.ts';
import { FRAME_MEDIA_TYPE, MAX_START_BYTES } from '#server/http/frame.ts';
import { jsonEndpointOf } from '#server/http/json-endpoint.ts';
import { parseFrameMessage, parseJsonMessage } from '#server/http/parse-message.ts';
import { JSON_MEDIA_TYPE, smallJson } from '#server/http/read-body.ts';
import { clientAccount } from '#server/quota/charge.ts';
import { admitCreator } from '#server/tokens/admit-creator.ts';
import { acknowledgeShare } from './acknowledge-share.ts';
import { createShare } from './create-share.ts';
import { deleteShare } from './delete-share.ts';
import { describeShare } from './describe-share.ts';
import { readShareId } from '#server/records/proof.ts';
import { openShare } from './open-share.ts';
import { readStatus, readStatuses } from './read-status.ts';
import { renewLease } from './renew-lease.ts';
import { unlockShare } from './unlock-share.ts';
import * as wire from './wire.ts';

const MAX_STATUS_BATCH_BYTES = wire.MAX_STATUS_BATCH * 256;

export function shareEndpoints(deps: Deps, answers: Answers): Endpoint[] {
  return [
    batchStatus(deps, answers),
    create(deps, answers),
    open(deps, answers),
    ...jsonEndpoints.map((make) => make(deps, answers)),
  ];
}

function create(deps: Deps, answers: Answers): Endpoint {
  return {
    method: 'PUT',
    path: '/api/shares/:id',
    rateClass: 'create',
    body: {
      mediaType: FRAME_MEDIA_TYPE,
      // What was created under a wider limit may be repeated under a narrower one.
      maxBytes: MAX_START_BYTES + wire.MAX_NOTE_BYTES + MAX_SEALED_BYTES,
    },
    creates: true,
    answer: async ({ id: text, bytes, caller }) => {
      const { head, tail } = parseFrameMessage(wire.CreateHead, bytes);
      if (tail.length < head.noteBytes) throw new AppError('malformed');
      const id = decodeId(text);
      const creation = { id, createProof: head.createProof };
      const account = head.answer === undefined ? await admitCreator(deps, caller, creation) : clientAccount(caller);
      if (id === undefined) throw new AppError('create-proof-mismatch');
      const [note, sealed] = [tail.subarray(0, head.noteBytes), tail.subarray(head.noteBytes)];
      const { created, answer } = await createShare(deps, { id, head, note, sealed, account });
      return answers.json(answer, created ? 201 : 200);
    },
    docs: {
      summary:
        'Create a share under an id that is bound to its create proof, from its uploaded body where it has one. May be repeated.',
      request: { frame: { head: wire.CreateHead, tail: 'note (`noteBytes` bytes) ‖ sealed' } },
      success: { 201: 'Made now.', 200: 'It was there already.' },
      response: { json: wire.CreateReply },
      errors: [
        'create-proof-mismatch',
        'not-found',
        'conflict',
        'not-accepting',
        'upload-incomplete',
        'terms-refused',
        'quota-exceeded',
        'insufficient-storage',
      ],
    },
  };
}

function open(deps: Deps, answers: Answers): Endpoint {
  return {
    method: 'POST',
    path: '/api/shares/:id/open',
    rateClass: 'open',
    body: smallJson,
    answer: async ({ id, bytes, holdReply }) => {
      const message = parseJsonMessage(wire.OpenBody, bytes);
      const { head, sealed } = await openShare(deps, readShareId(id), { ...message, holdReply });
      return answers.frame(head, sealed);
    },
    docs: {
      summary:
        'Spend a view for a claim and get the sealed content; the same claim gets the same bytes while its lease runs.',
      request: { json: wire.OpenBody },
      success: { 200: 'The content.' },
      response: { frame: { head: wire.OpenReplyHead, tail: 'sealed' } },
      errors: ['wrong-password', 'not-found', 'lease-over', 'ended', 'locked'],
    },
  };
}

const onShare = jsonEndpointOf({ path: '/api/shares', readId: readShareId });

const jsonEndpoints = [
  onShare({
    verb: 'describe',
    summary: 'What a holder of the link may know before opening. Changes nothing.',
    body: wire.DescribeBody,
    result: wire.DescribeReply,
    act: describeShare,
  }),
  onShare({
    verb: 'renew',
    summary: 'Keep a lease alive while a download runs.',
    body: wire.ClaimBody,
    result: wire.RenewReply,
    errors: ['lease-over', 'ended'],
    act: renewLease,
  }),
  onShare({
    verb: 'acknowledge',
    summary: 'Say that the content has arrived: ends the lease. May be repeated.',
    body: wire.AcknowledgeBody,
    result: wire.AcknowledgeReply,
    errors: ['lease-over'],
    act: acknowledgeShare,
  }),
  onShare({
    verb: 'status',
    summary: 'What the owner may know.',
    body: wire.OwnerBody,
    result: wire.StatusReply,
    act: readStatus,
  }),
  onShare({
    verb: 'unlock',
    summary: 'Let a share that wrong passwords locked be opened again.',
    body: wire.OwnerBody,
    result: wire.StatusReply,
    act: unlockShare,
  }),
  onShare({
    verb: 'delete',
    summary: 'Delete the content now. May be repeated.',
    body: wire.OwnerBody,
    result: wire.StatusReply,
    act: deleteShare,
  }),
];

function batchStatus(deps: Deps, answers: Answers): Endpoint {
  return {
    method: 'POST',
    path: '/api/shares/status',
    rateClass: 'other',
    body: { mediaType: JSON_MEDIA_TYPE, maxBytes: MAX_STATUS_BATCH_BYTES },
    answer: async ({ bytes }) => answers.json(await readStatuses(deps, parseJsonMessage(wire.StatusBatchBody, bytes))),
    docs: {
      summary: 'The status of many shares at once, for a list.',
      request: { json: wire.StatusBatchBody },
      success: { 200: 'One entry for each share asked for, in order; null where the id or the proof is wrong.' },
      response: { json: wire.StatusBatchReply },
      errors: [],
    },
  };
}
