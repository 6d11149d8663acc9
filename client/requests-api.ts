import type * as v from 'valibot';
import { concat } from '#crypto/bytes.ts';
import { MAX_SEALED_BYTES } from '#crypto/limits.ts';
import { decodeFrame, encodeFrame, FRAME_MEDIA_TYPE, MAX_HEAD_BYTES } from '#server/http/frame.ts';
import {
  CreateRequestAnswer,
  ReadRequestHead,
  RequestBatchAnswer,
  RequestDescription,
  RequestStatus,
} from '#server/requests/wire.ts';
import type * as wire from '#server/requests/wire.ts';
import { bearer, checked, createCaller, jsonBody, readJson } from './call.ts';
import type { ApiOptions, CallOptions } from './call.ts';
import { ProtocolError } from './errors.ts';
import type { Answer } from './exchange.ts';

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
  readonly head: wire.RequestDescription;
  readonly sealed: Uint8Array<ArrayBuffer>;
}

type Body<S extends v.GenericSchema> = v.InferOutput<S>;
type Ask<B, A> = (id: string, body: B, options?: CallOptions) => Promise<A>;

/** The part of the HTTP API that is about requests; apart, since most pages need none of it. Throws as `Api` does. */
export interface RequestsApi {
  readonly createRequest: Ask<NewRequest, wire.CreateRequestAnswer>;
  readonly describeRequest: Ask<Body<typeof wire.DescribeRequestBody>, wire.RequestDescription>;
  readonly readRequest: Ask<Body<typeof wire.ReadRequestBody>, ReadRequest>;
  readonly requestStatus: Ask<Body<typeof wire.RequestOwnerBody>, wire.RequestStatus>;
  readonly requestStatuses: (
    body: Body<typeof wire.RequestBatchBody>,
    options?: CallOptions,
  ) => Promise<wire.RequestBatchAnswer>;
  readonly closeRequest: Ask<Body<typeof wire.RequestOwnerBody>, wire.RequestStatus>;
  readonly deleteRequest: Ask<Body<typeof wire.RequestOwnerBody>, wire.RequestStatus>;
  readonly deleteAnswer: Ask<Body<typeof wire.DeleteAnswerBody>, wire.RequestStatus>;
}

export function createRequestsApi(apiOptions: ApiOptions): RequestsApi {
  const call = createCaller(apiOptions);
  const ask =
    <S extends v.GenericSchema>(verb: string, answer: S, maxAnswerBytes?: number) =>
    (id: string, body: object, options?: CallOptions) =>
      call({
        path: `requests/${id}/${verb}`,
        body: jsonBody(body),
        ...(maxAnswerBytes !== undefined && { maxAnswerBytes }),
        read: readJson(answer),
        options,
      });
  return {
    createRequest: (id, { head, note, sealed }, options) =>
      call({
        method: 'PUT',
        path: `requests/${id}`,
        body: { type: FRAME_MEDIA_TYPE, bytes: encodeFrame(head, concat(note, sealed)) },
        authorization: bearer(apiOptions),
        content: true,
        read: readJson(CreateRequestAnswer),
        options,
      }),
    describeRequest: ask('describe', RequestDescription),
    readRequest: (id, body, options) =>
      call({
        path: `requests/${id}/read`,
        body: jsonBody(body),
        content: true,
        accept: FRAME_MEDIA_TYPE,
        maxAnswerBytes: MAX_READ_BYTES,
        read: readSealed,
        options,
      }),
    requestStatus: ask('status', RequestStatus, MAX_STATUS_BYTES),
    requestStatuses: (body, options) =>
      call({
        path: 'requests/status',
        body: jsonBody(body),
        maxAnswerBytes: MAX_BATCH_BYTES,
        read: readJson(RequestBatchAnswer),
        options,
      }),
    closeRequest: ask('close', RequestStatus, MAX_STATUS_BYTES),
    deleteRequest: ask('delete', RequestStatus, MAX_STATUS_BYTES),
    deleteAnswer: ask('delete-answer', RequestStatus, MAX_STATUS_BYTES),
  };
}

function readSealed({ bytes }: Answer): ReadRequest {
  const frame = decodeFrame(bytes);
  if (frame === undefined) throw new ProtocolError('not a frame');
  return { head: checked(ReadRequestHead, frame.head), sealed: frame.tail };
}
