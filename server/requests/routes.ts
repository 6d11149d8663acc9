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
import { readShareId } from '#server/records/proof.ts';
import { MAX_NOTE_BYTES } from '#server/shares/wire.ts';
import { admitCreator } from '#server/tokens/admit-creator.ts';
import { closeRequest } from './close-request.ts';
import { createRequest } from './create-request.ts';
import { deleteAnswer, deleteRequest } from './delete-request.ts';
import { describeRequest, readRequest } from './describe-request.ts';
import { readRequestStatus, readRequestStatuses } from './read-request-status.ts';
import * as wire from './wire.ts';

const MAX_BATCH_BYTES = wire.MAX_REQUEST_BATCH * 256;

export function requestEndpoints(deps: Deps, answers: Answers): Endpoint[] {
  return [
    batch(deps, answers),
    create(deps, answers),
    read(deps, answers),
    ...jsonEndpoints.map((make) => make(deps, answers)),
  ];
}

function create(deps: Deps, answers: Answers): Endpoint {
  return {
    method: 'PUT',
    path: '/api/requests/:id',
    rateClass: 'create',
    body: {
      mediaType: FRAME_MEDIA_TYPE,
      maxBytes: MAX_START_BYTES + MAX_NOTE_BYTES + MAX_SEALED_BYTES,
    },
    creates: true,
    answer: async ({ id: text, bytes, caller }) => {
      const { head, tail } = parseFrameMessage(wire.CreateRequestHead, bytes);
      if (tail.length < head.noteBytes) throw new AppError('malformed');
      const id = decodeId(text);
      const account = await admitCreator(deps, caller, { id, createProof: head.createProof });
      if (id === undefined) throw new AppError('create-proof-mismatch');
      const [note, sealed] = [tail.subarray(0, head.noteBytes), tail.subarray(head.noteBytes)];
      const { created, answer } = await createRequest(deps, { id, head, note, sealed, account });
      return answers.json(answer, created ? 201 : 200);
    },
    docs: {
      summary: 'Ask for a secret, under an id that is bound to its create proof. May be repeated.',
      request: { frame: { head: wire.CreateRequestHead, tail: 'note (`noteBytes` bytes) ‖ sealed' } },
      success: { 201: 'Made now.', 200: 'It was there already.' },
      response: { json: wire.CreateRequestReply },
      errors: ['create-proof-mismatch', 'conflict', 'terms-refused', 'quota-exceeded', 'insufficient-storage'],
    },
  };
}

function read(deps: Deps, answers: Answers): Endpoint {
  return {
    method: 'POST',
    path: '/api/requests/:id/read',
    rateClass: 'other',
    body: smallJson,
    answer: async ({ id, bytes, holdReply }) => {
      const message = parseJsonMessage(wire.ReadRequestBody, bytes);
      const { head, sealed } = await readRequest(deps, readShareId(id), { ...message, holdReply });
      return answers.frame(head, sealed);
    },
    docs: {
      summary: 'The sealed question. Changes nothing.',
      request: { json: wire.ReadRequestBody },
      success: { 200: 'The question.' },
      response: { frame: { head: wire.ReadRequestReplyHead, tail: 'sealed' } },
      errors: ['wrong-password', 'not-found', 'ended'],
    },
  };
}

const onRequest = jsonEndpointOf({ path: '/api/requests', readId: readShareId });

const jsonEndpoints = [
  onRequest({
    verb: 'describe',
    summary: 'What a holder of the link may know before answering. Changes nothing.',
    body: wire.DescribeRequestBody,
    result: wire.DescribeRequestReply,
    act: describeRequest,
  }),
  onRequest({
    verb: 'status',
    summary: 'What the one who asked may know, with every answer.',
    body: wire.RequestOwnerBody,
    result: wire.RequestStatusReply,
    act: readRequestStatus,
  }),
  onRequest({
    verb: 'close',
    summary: 'Take no further answer. May be repeated.',
    body: wire.RequestOwnerBody,
    result: wire.RequestStatusReply,
    act: closeRequest,
  }),
  onRequest({
    verb: 'delete',
    summary: 'Delete the request and every answer to it now. May be repeated.',
    body: wire.RequestOwnerBody,
    result: wire.RequestStatusReply,
    act: deleteRequest,
  }),
  onRequest({
    verb: 'delete-answer',
    summary: 'Delete one answer now. May be repeated.',
    body: wire.DeleteAnswerBody,
    result: wire.RequestStatusReply,
    act: deleteAnswer,
  }),
];

function batch(deps: Deps, answers: Answers): Endpoint {
  return {
    method: 'POST',
    path: '/api/requests/status',
    rateClass: 'other',
    body: { mediaType: JSON_MEDIA_TYPE, maxBytes: MAX_BATCH_BYTES },
    answer: async ({ bytes }) =>
      answers.json(await readRequestStatuses(deps, parseJsonMessage(wire.RequestBatchBody, bytes))),
    docs: {
      summary: 'How many requests stand, for a list: answers, and those that nobody has read.',
      request: { json: wire.RequestBatchBody },
      success: { 200: 'One entry for each request asked for, in order; null where the id or the proof is wrong.' },
      response: { json: wire.RequestBatchReply },
      errors: [],
    },
  };
}
