import { concat } from '#crypto/bytes.ts';
import { MAX_SEALED_BYTES } from '#crypto/limits.ts';
import { encodeFrame, FRAME_MEDIA_TYPE, MAX_HEAD_BYTES } from '#server/http/frame.ts';
import { CreateRequestReply, ReadRequestReplyHead, BatchCount, DescribeRequestReply } from '#server/requests/wire.ts';
import type * as wire from '#server/requests/wire.ts';
import { createCaller, jsonBody, readJson, tokenHeaders } from './call.ts';
import type { ApiOptions, CallOptions } from './call.ts';
import { readEntries, readRequestStatus } from './list-reply.ts';
import type { Entry, ReadRequestStatus } from './list-reply.ts';
import { askWith, readFrame } from './reader-api.ts';
import type { Ask, Body } from './reader-api.ts';

const MAX_READ_BYTES = 4 + MAX_HEAD_BYTES + MAX_SEALED_BYTES;
/** A hundred answers with their keys, and a note. */
const MAX_STATUS_BYTES = 262_144;
const MAX_BATCH_BYTES = 65_536;

export interface NewRequest {
  readonly head: wire.CreateRequestHead;
  readonly note: Uint8Array;
  readonly sealed: Uint8Array;
}

export interface ReadRequest {
  readonly head: wire.DescribeRequestReply;
  readonly sealed: Uint8Array<ArrayBuffer>;
}

/** The part of the HTTP API that is about requests; apart, since most pages need none of it. Throws as `Api` does. */
export interface RequestsApi {
  readonly createRequest: Ask<NewRequest, wire.CreateRequestReply>;
  readonly describeRequest: Ask<Body<typeof wire.DescribeRequestBody>, wire.DescribeRequestReply>;
  readonly readRequest: Ask<Body<typeof wire.ReadRequestBody>, ReadRequest>;
  readonly requestStatus: Ask<Body<typeof wire.RequestOwnerBody>, ReadRequestStatus>;
  readonly requestStatuses: (
    body: Body<typeof wire.RequestBatchBody>,
    options?: CallOptions,
  ) => Promise<Entry<wire.BatchCount>[]>;
  readonly closeRequest: Ask<Body<typeof wire.RequestOwnerBody>, ReadRequestStatus>;
  readonly deleteRequest: Ask<Body<typeof wire.RequestOwnerBody>, ReadRequestStatus>;
  readonly deleteAnswer: Ask<Body<typeof wire.DeleteAnswerBody>, ReadRequestStatus>;
}

export function createRequestsApi(apiOptions: ApiOptions): RequestsApi {
  const call = createCaller(apiOptions);
  const ask = askWith(call, 'requests');
  const askStatus = (verb: string) => (id: string, body: object, options?: CallOptions) =>
    call({
      path: `requests/${id}/${verb}`,
      body: jsonBody(body),
      maxAnswerBytes: MAX_STATUS_BYTES,
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
    describeRequest: ask('describe', DescribeRequestReply),
    readRequest: (id, body, options) =>
      call({
        path: `requests/${id}/read`,
        body: jsonBody(body),
        content: true,
        accept: FRAME_MEDIA_TYPE,
        maxAnswerBytes: MAX_READ_BYTES,
        read: readFrame(ReadRequestReplyHead),
        options,
      }),
    requestStatus: askStatus('status'),
    requestStatuses: (body, options) =>
      call({
        path: 'requests/status',
        body: jsonBody(body),
        maxAnswerBytes: MAX_BATCH_BYTES,
        read: readEntries(BatchCount, 'requests'),
        options,
      }),
    closeRequest: askStatus('close'),
    deleteRequest: askStatus('delete'),
    deleteAnswer: askStatus('delete-answer'),
  };
}
