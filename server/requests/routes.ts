import { MAX_NOTE_BYTES, MAX_SEALED_BYTES } from '#crypto/limits.ts';
import { AppError } from '#server/errors.ts';
import { endpoint } from '#server/http/endpoint.ts';
import type { Endpoint } from '#server/http/endpoint.ts';
import { jsonEndpoint } from '#server/http/json-endpoint.ts';
import { frameMessage, JSON_BYTES_WITH_PASS, jsonMessage } from '#server/http/message.ts';
import { admitCreator, findCreator, holdsToken } from '#server/tokens/admit-creator.ts';
import { closeRequest } from './close-request.ts';
import { createRequest } from './create-request.ts';
import { deleteAnswer, deleteRequest } from './delete-request.ts';
import { describeRequest, readRequest } from './describe-request.ts';
import { readRequestStatus, readRequestStatuses } from './read-request-status.ts';
import * as wire from './wire.ts';

const MAX_BATCH_BYTES = wire.MAX_REQUEST_BATCH * 256;

const batchStatus = endpoint({
  method: 'POST',
  path: '/api/requests/status',
  access: 'reader',
  rateClass: 'other',
  message: jsonMessage(wire.RequestBatchBody, MAX_BATCH_BYTES),
  act: async ({ deps, input, replies }) => replies.json(await readRequestStatuses(deps, input)),
  docs: {
    summary: 'The status of many requests, for a list: the number of answers and of unread answers.',
    success: { 200: 'One entry per listed request, in order; null if the id or the proof is wrong.' },
    reply: { json: wire.RequestBatchReply },
    errors: [],
  },
});

const create = endpoint({
  method: 'PUT',
  path: '/api/requests/:id',
  access: 'creator',
  rateClass: 'create',
  message: frameMessage(wire.CreateRequestHead, {
    tail: 'note (`noteBytes` bytes) ‖ sealed',
    maxTailBytes: MAX_NOTE_BYTES + MAX_SEALED_BYTES,
  }),
  act: async ({ deps, id, input: { head, tail }, credentials, replies }) => {
    if (tail.length < head.noteBytes) throw new AppError('malformed');
    const member = await findCreator(deps, { id, pass: head.pass, purpose: 'request' });
    const account = await admitCreator(deps, credentials, { ...head, id, member });
    const [note, sealed] = [tail.subarray(0, head.noteBytes), tail.subarray(head.noteBytes)];
    const hasToken = head.notify !== undefined && (await holdsToken(deps, credentials));
    const { created, reply } = await createRequest(deps, { id, head, note, sealed, account, hasToken, member });
    return replies.json(reply, created ? 201 : 200);
  },
  docs: {
    summary: 'Create a request for a secret. The id is derived from the create proof. Can be repeated.',
    success: { 201: 'Created.', 200: 'It already existed.' },
    reply: { json: wire.CreateRequestReply },
    errors: ['conflict', 'terms-refused', 'pass-required', 'not-a-member', 'quota-exceeded', 'insufficient-storage'],
  },
});

const read = endpoint({
  method: 'POST',
  path: '/api/requests/:id/read',
  access: 'reader',
  rateClass: 'other',
  message: jsonMessage(wire.ReadRequestBody, JSON_BYTES_WITH_PASS),
  act: async ({ deps, id, input, holdReply, replies }) => {
    const { head, sealed } = await readRequest(deps, id, { ...input, holdReply });
    return replies.frame(head, sealed);
  },
  docs: {
    summary: 'The sealed question. Changes nothing.',
    success: { 200: 'The question.' },
    reply: { frame: { head: wire.ReadRequestReplyHead, tail: 'sealed' } },
    errors: ['pass-required', 'not-a-member', 'wrong-password', 'ended'],
  },
});

export const requestEndpoints: readonly Endpoint[] = [
  batchStatus,
  create,
  read,
  jsonEndpoint({
    path: '/api/requests/:id/describe',
    summary: 'Describe a request to somebody with the link, before answering. Changes nothing.',
    input: wire.DescribeRequestBody,
    output: wire.DescribeRequestReply,
    act: describeRequest,
  }),
  jsonEndpoint({
    path: '/api/requests/:id/status',
    summary: 'The status of a request and of every answer to it, for its owner.',
    input: wire.RequestOwnerBody,
    output: wire.RequestStatusReply,
    act: readRequestStatus,
  }),
  jsonEndpoint({
    path: '/api/requests/:id/close',
    summary: 'Stop accepting answers. Can be repeated.',
    input: wire.RequestOwnerBody,
    output: wire.RequestStatusReply,
    act: closeRequest,
  }),
  jsonEndpoint({
    path: '/api/requests/:id/delete',
    summary: 'Delete the request and all its answers now. Can be repeated.',
    input: wire.RequestOwnerBody,
    output: wire.RequestStatusReply,
    act: deleteRequest,
  }),
  jsonEndpoint({
    path: '/api/requests/:id/delete-answer',
    summary: 'Delete one answer now. Can be repeated.',
    input: wire.DeleteAnswerBody,
    output: wire.RequestStatusReply,
    act: deleteAnswer,
  }),
];
