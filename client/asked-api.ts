import { MAX_SEALED_BYTES } from '#crypto/limits.ts';
import { FRAME_MEDIA_TYPE, MAX_HEAD_BYTES } from '#server/http/frame.ts';
import { DescribeRequestReply, ReadRequestReplyHead } from '#server/requests/wire.ts';
import type * as wire from '#server/requests/wire.ts';
import { createCaller, jsonBody } from './call.ts';
import type { ApiCaller, ApiOptions } from './call.ts';
import { postTo, readFrame } from './reader-api.ts';
import type { ApiMethod, JsonOf } from './reader-api.ts';

const MAX_READ_BYTES = 4 + MAX_HEAD_BYTES + MAX_SEALED_BYTES;

export interface ReadRequest {
  readonly head: wire.DescribeRequestReply;
  readonly sealed: Uint8Array<ArrayBuffer>;
}

/** The part of the HTTP API for people who answer a request, in a module of its own so that their page loads fast. */
export interface AskedApi {
  readonly describeRequest: ApiMethod<JsonOf<typeof wire.DescribeRequestBody>, wire.DescribeRequestReply>;
  readonly readRequest: ApiMethod<JsonOf<typeof wire.ReadRequestBody>, ReadRequest>;
}

export const createAskedApi = (apiOptions: ApiOptions): AskedApi => askedCalls(createCaller(apiOptions));

export const askedCalls = (call: ApiCaller): AskedApi => ({
  describeRequest: postTo(call, 'requests')('describe', DescribeRequestReply),
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
});
