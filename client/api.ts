import { concat } from '#crypto/bytes.ts';
import { PendingUploadReply } from '#server/file-bodies/wire.ts';
import type * as bodies from '#server/file-bodies/wire.ts';
import { ServerConfig } from '#server/http/config-wire.ts';
import { encodeFrame, FRAME_MEDIA_TYPE } from '#server/http/frame.ts';
import { BatchStatus, CreateReply, StatusReply } from '#server/shares/wire.ts';
import type * as wire from '#server/shares/wire.ts';
import { ANSWER_HEADERS, createCaller, jsonBody, readJson, tokenHeaders, withSlash } from './call.ts';
import type { ApiOptions, Caller, CallOptions, CallSettings } from './call.ts';
import { readEntries } from './list-reply.ts';
import type { Entry } from './list-reply.ts';
import { askWith, readerCalls } from './reader-api.ts';
import type { Ask, Body, ReaderApi } from './reader-api.ts';

export type { ApiOptions, CallOptions };

/** 100 statuses of 100 opening times each. */
const MAX_BATCH_BYTES = 262_144;

export interface NewShare {
  readonly head: wire.CreateHead;
  readonly note: Uint8Array;
  readonly sealed: Uint8Array;
}

export interface NewPart {
  readonly ownerProof: string;
  /** It belongs to an answer to a request. */
  readonly answers?: boolean;
  /** Whole chunks with their tags, one after another. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Bytes before them in the same buffer that may be written over; by default none. */
  readonly roomBefore?: number;
}

/** `part` from 0, as `partChunks` of `beginUpload` cuts the body. */
type PutPart = [id: string, part: number, content: NewPart, options?: PartOptions];

export interface PartOptions extends CallOptions {
  /** By default what any request with content may take. */
  readonly timeoutSeconds?: number;
}

/**
 * The HTTP API, typed. Ids are base58; every answer is bounded and checked before anyone sees it.
 * Each method throws ApiError, NetworkError or ProtocolError, or the reason of an aborted signal.
 */
export interface Api extends ReaderApi {
  /** Where links begin: with the address that this client was given, whatever the server says of itself. Ends in `/`. */
  readonly publicUrl: string;
  readonly config: (options?: CallOptions) => Promise<ServerConfig>;
  readonly create: Ask<NewShare, CreateReply>;
  readonly status: Ask<Body<typeof wire.OwnerBody>, StatusReply>;
  readonly statuses: (body: Body<typeof wire.StatusBatchBody>, options?: CallOptions) => Promise<Entry<BatchStatus>[]>;
  readonly unlock: Ask<Body<typeof wire.OwnerBody>, StatusReply>;
  readonly remove: Ask<Body<typeof wire.OwnerBody>, StatusReply>;
  /* Uploads. Each of these calls sends one request; client/upload.ts retries them. */
  readonly beginUpload: Ask<bodies.BeginUploadBody, PendingUploadReply>;
  readonly putPart: (...part: PutPart) => Promise<PendingUploadReply>;
}

/** The API of one service; every answer is checked against its schema. Repeats by itself what may be repeated. */
export function createApi(apiOptions: ApiOptions): Api {
  const call = createCaller(apiOptions);
  const ask = askWith(call);
  const authorize: Authorize = (answers) => (answers ? ANSWER_HEADERS : tokenHeaders(apiOptions));

  return {
    publicUrl: apiOptions.publicUrl ?? absolute(withSlash(apiOptions.baseUrl)),
    config: (options) => call({ method: 'GET', path: 'config', read: readJson(ServerConfig), options }),
    create: (id, { head, note, sealed }, options) => {
      const body = { type: FRAME_MEDIA_TYPE, bytes: encodeFrame(head, concat(note, sealed)) };
      return call({
        method: 'PUT',
        path: `shares/${id}`,
        body,
        headers: authorize(head.answer !== undefined),
        content: true,
        read: readJson(CreateReply),
        options,
      });
    },
    ...readerCalls(call),
    status: ask('status', StatusReply),
    statuses: (body, options) =>
      call({
        path: 'shares/status',
        body: jsonBody(body),
        maxAnswerBytes: MAX_BATCH_BYTES,
        read: readEntries(BatchStatus, 'statuses'),
        options,
      }),
    unlock: ask('unlock', StatusReply, { repeatable: false }),
    remove: ask('delete', StatusReply),
    ...bodyCalls(call, authorize),
  };
}

function absolute(url: string): string {
  const page = 'location' in globalThis ? location.href : undefined;
  return URL.canParse(url, page) ? new URL(url, page).href : url;
}

type Authorize = (answers: boolean) => CallSettings['headers'];

function bodyCalls(call: Caller, authorize: Authorize): Pick<Api, 'beginUpload' | 'putPart'> {
  return {
    beginUpload: (id, body, options) =>
      call({
        method: 'PUT',
        path: `shares/${id}/upload`,
        body: jsonBody(body),
        headers: authorize(body.answer !== undefined),
        attempts: 1,
        read: readJson(PendingUploadReply),
        options,
      }),
    putPart: (...[id, part, content, { timeoutSeconds, ...options } = {}]) =>
      call({
        method: 'PUT',
        path: `shares/${id}/parts/${part}`,
        body: { type: FRAME_MEDIA_TYPE, bytes: partFrame(content) },
        ...(content.answers && { headers: ANSWER_HEADERS }),
        content: true,
        attempts: 1,
        timeoutSeconds,
        read: readJson(PendingUploadReply),
        options,
      }),
  };
}

/** The head goes before the part where there is room for it: parts are large, and many. */
function partFrame({ ownerProof, bytes, roomBefore = 0 }: NewPart): Uint8Array<ArrayBuffer> {
  const head = encodeFrame({ ownerProof }, new Uint8Array(0));
  if (head.length > roomBefore) return concat(head, bytes);
  const start = bytes.byteOffset - head.length;
  new Uint8Array(bytes.buffer).set(head, start);
  return new Uint8Array(bytes.buffer, start, head.length + bytes.length);
}
