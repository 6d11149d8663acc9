import { concat } from '#crypto/bytes.ts';
import { MAX_SEALED_BYTES } from '#crypto/limits.ts';
import { encodeFrame, FRAME_MEDIA_TYPE, MAX_HEAD_BYTES } from '#server/http/frame.ts';
import { CreateRequestReply, ReadRequestReplyHead, BatchCount, DescribeRequestReply } from '#server/requests/wire.ts';
import type * as wire from '#server/requests/wire.ts';
import { createCaller, jsonBody, readJson, tokenHeaders } from './call.ts';
import type { ApiOptions, CallOptions } from './call.ts';
import { readEntries } from './list-reply.ts';
import type { ReplyEntry } from './list-reply.ts';
import { readRequestStatus } from './read-request-status.ts';
import type { ReadRequestStatus } from './read-request-status.ts';
import { postTo, readFrame } from './reader-api.ts';
import type { ApiMethod, JsonOf } from './reader-api.ts';

const MAX_READ_BYTES = 4 + MAX_HEAD_BYTES + MAX_SEALED_BYTES;
/** Enough for a hundred answers with their keys, and a note. */
const MAX_STATUS_BYTES = 262_144;
const MAX_BATCH_BYTES = 65_536;

export interface CreateRequestInput {
  readonly head: wire.CreateRequestHead;
  readonly note: Uint8Array;
  readonly sealed: Uint8Array;
}

export interface ReadRequest {
  readonly head: wire.DescribeRequestReply;
  readonly sealed: Uint8Array<ArrayBuffer>;
}

/**
 * The part of the HTTP API for requests, in a separate module because most pages do not need it. Throws as `Api`
 * does.
 */
export interface RequestsApi {
  readonly createRequest: ApiMethod<CreateRequestInput, wire.CreateRequestReply>;
  readonly describeRequest: ApiMethod<JsonOf<typeof wire.DescribeRequestBody>, wire.DescribeRequestReply>;
  readonly readRequest: ApiMethod<JsonOf<typeof wire.ReadRequestBody>, ReadRequest>;
  readonly requestStatus: ApiMethod<JsonOf<typeof wire.RequestOwnerBody>, ReadRequestStatus>;
  readonly requestStatuses: (
    body: JsonOf<typeof wire.RequestBatchBody>,
    options?: CallOptions,
  ) => Promise<ReplyEntry<wire.BatchCount>[]>;
  readonly closeRequest: ApiMethod<JsonOf<typeof wire.RequestOwnerBody>, ReadRequestStatus>;
  readonly deleteRequest: ApiMethod<JsonOf<typeof wire.RequestOwnerBody>, ReadRequestStatus>;
  readonly deleteAnswer: ApiMethod<JsonOf<typeof wire.DeleteAnswerBody>, ReadRequestStatus>;
}

export function createRequestsApi(apiOptions: ApiOptions): RequestsApi {
  const call = createCaller(apiOptions);
  const post = postTo(call, 'requests');
  const postStatus = (verb: string) => (id: string, body: object, options?: CallOptions) =>
    call({
      path: `requests/${id}/${verb}`,
      body: jsonBody(body),
      maxReplyBytes: MAX_STATUS_BYTES,
      read: readRequestStatus,
      options,
    });
  return {
    createRequest: (id, { head, note, sealed }, options) =>
      call({
        method: 'PUT',
        path: `requests/${id}`,
        body: { type: FRAME_MEDIA_TYPE, bytes: encodeFrame(head, concat(note, sealed)) },
        headers: tokenHeaders(apiOptions),
        content: true,
        read: readJson(CreateRequestReply),
        options,
      }),
    describeRequest: post('describe', DescribeRequestReply),
    readRequest: (id, body, options) =>
      call({
        path: `requests/${id}/read`,
        body: jsonBody(body),
        content: true,
        accept: FRAME_MEDIA_TYPE,
        maxReplyBytes: MAX_READ_BYTES,
        read: readFrame(ReadRequestReplyHead),
        options,
      }),
    requestStatus: postStatus('status'),
    requestStatuses: (body, options) =>
      call({
        path: 'requests/status',
        body: jsonBody(body),
        maxReplyBytes: MAX_BATCH_BYTES,
        read: readEntries(BatchCount, 'requests'),
        options,
      }),
    closeRequest: postStatus('close'),
    deleteRequest: postStatus('delete'),
    deleteAnswer: postStatus('delete-answer'),
  };
}
