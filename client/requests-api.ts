import { concat } from '#crypto/bytes.ts';
import { encodeFrame, FRAME_MEDIA_TYPE } from '#server/http/frame.ts';
import { BatchCount, CreateRequestReply } from '#server/requests/wire.ts';
import type * as wire from '#server/requests/wire.ts';
import { askedCalls } from './asked-api.ts';
import type { AskedApi } from './asked-api.ts';
import { createCaller, jsonBody, readJson, tokenHeaders } from './call.ts';
import type { ApiOptions, CallOptions } from './call.ts';
import { readEntries } from './list-reply.ts';
import type { ReplyEntry } from './list-reply.ts';
import { readRequestStatus } from './read-request-status.ts';
import type { ReadRequestStatus } from './read-request-status.ts';
import type { ApiMethod, JsonOf } from './reader-api.ts';

/** Enough for a hundred answers with their keys, and a note. */
const MAX_STATUS_BYTES = 262_144;
const MAX_BATCH_BYTES = 65_536;

export interface CreateRequestInput {
  readonly head: wire.CreateRequestHead;
  readonly note: Uint8Array;
  readonly sealed: Uint8Array;
}

/**
 * The part of the HTTP API for requests, in a separate module because most pages do not need it. Throws as `Api`
 * does.
 */
export interface RequestsApi extends AskedApi {
  readonly createRequest: ApiMethod<CreateRequestInput, wire.CreateRequestReply>;
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
    ...askedCalls(call),
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
