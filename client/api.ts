import type * as v from 'valibot';
import { concat } from '#crypto/bytes.ts';
import { MAX_SEALED_BYTES } from '#crypto/limits.ts';
import { UploadAnswer } from '#server/bodies/wire.ts';
import type * as bodies from '#server/bodies/wire.ts';
import { ServerConfig } from '#server/http/config-wire.ts';
import { decodeFrame, encodeFrame, FRAME_MEDIA_TYPE, MAX_START_BYTES } from '#server/http/frame.ts';
import {
  AcknowledgeAnswer,
  CreateAnswer,
  Description,
  OpenHead,
  OwnerStatus,
  RenewAnswer,
  StatusBatchAnswer,
} from '#server/shares/wire.ts';
import type * as wire from '#server/shares/wire.ts';
import { checked, createCaller, jsonBody, readJson } from './call.ts';
import type { ApiOptions, Caller, CallOptions, CallSettings } from './call.ts';
import { ProtocolError } from './errors.ts';
import type { Answer } from './exchange.ts';

export type { ApiOptions, CallOptions };

/** 100 statuses of 100 opening times each. */
const MAX_BATCH_BYTES = 262_144;
const MAX_OPENED_BYTES = MAX_START_BYTES + MAX_SEALED_BYTES;

export interface NewShare {
  readonly head: wire.CreateHead;
  readonly note: Uint8Array;
  readonly sealed: Uint8Array;
}

export interface Opened {
  readonly head: OpenHead;
  readonly sealed: Uint8Array<ArrayBuffer>;
}

export interface OpenOptions extends CallOptions {
  /** A wrong password counts each time it is sent, so such an `open` must not be repeated unseen. */
  readonly repeatable: boolean;
}

export interface NewPart {
  readonly ownerProof: string;
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

export interface ReadBodyOptions extends CallOptions {
  /** As long as the chunks asked for are: an answer of any other length is refused. */
  readonly expectedBytes: number;
}

type Body<S extends v.GenericSchema> = v.InferOutput<S>;
type Ask<B, A> = (id: string, body: B, options?: CallOptions) => Promise<A>;

/**
 * The HTTP API, typed. Ids are base58; every answer is bounded and checked before anyone sees it.
 * Each method throws ApiError, NetworkError or ProtocolError, or the reason of an aborted signal.
 */
export interface Api {
  readonly config: (options?: CallOptions) => Promise<ServerConfig>;
  readonly create: Ask<NewShare, CreateAnswer>;
  readonly describe: Ask<Body<typeof wire.DescribeBody>, Description>;
  readonly open: (id: string, body: Body<typeof wire.OpenBody>, options: OpenOptions) => Promise<Opened>;
  readonly renew: Ask<Body<typeof wire.ClaimBody>, Body<typeof RenewAnswer>>;
  readonly acknowledge: Ask<Body<typeof wire.AcknowledgeBody>, AcknowledgeAnswer>;
  readonly status: Ask<Body<typeof wire.OwnerBody>, OwnerStatus>;
  readonly statuses: (body: Body<typeof wire.StatusBatchBody>, options?: CallOptions) => Promise<StatusBatchAnswer>;
  readonly unlock: Ask<Body<typeof wire.OwnerBody>, OwnerStatus>;
  readonly remove: Ask<Body<typeof wire.OwnerBody>, OwnerStatus>;
  /* Of bodies: each asks once, because whoever moves one repeats with a patience of its own. */
  readonly beginUpload: Ask<bodies.BeginUploadBody, UploadAnswer>;
  readonly putPart: (...part: PutPart) => Promise<UploadAnswer>;
  readonly readBody: (id: string, body: bodies.ReadBody, options: ReadBodyOptions) => Promise<Uint8Array<ArrayBuffer>>;
}

/** The API of one service; every answer is checked against its schema. Repeats by itself what may be repeated. */
export function createApi(apiOptions: ApiOptions): Api {
  const call = createCaller(apiOptions);
  const ask =
    <S extends v.GenericSchema>(verb: string, answer: S, settings?: CallSettings) =>
    (id: string, body: object, options?: CallOptions) =>
      call({ ...settings, path: `shares/${id}/${verb}`, body: jsonBody(body), read: readJson(answer), options });

  return {
    config: (options) => call({ method: 'GET', path: 'config', read: readJson(ServerConfig), options }),
    create: (id, { head, note, sealed }, options) => {
      const body = { type: FRAME_MEDIA_TYPE, bytes: encodeFrame(head, concat(note, sealed)) };
      return call({ method: 'PUT', path: `shares/${id}`, body, content: true, read: readJson(CreateAnswer), options });
    },
    describe: ask('describe', Description),
    open: (id, body, { repeatable, ...options }) =>
      call({
        path: `shares/${id}/open`,
        body: jsonBody(body),
        repeatable,
        content: true,
        accept: FRAME_MEDIA_TYPE,
        maxAnswerBytes: MAX_OPENED_BYTES,
        read: readOpened,
        options,
      }),
    renew: ask('renew', RenewAnswer),
    acknowledge: ask('acknowledge', AcknowledgeAnswer, { keepalive: true }),
    status: ask('status', OwnerStatus),
    statuses: (body, options) =>
      call({
        path: 'shares/status',
        body: jsonBody(body),
        maxAnswerBytes: MAX_BATCH_BYTES,
        read: readJson(StatusBatchAnswer),
        options,
      }),
    unlock: ask('unlock', OwnerStatus, { repeatable: false }),
    remove: ask('delete', OwnerStatus),
    ...bodyCalls(call),
  };
}

function bodyCalls(call: Caller): Pick<Api, 'beginUpload' | 'putPart' | 'readBody'> {
  return {
    beginUpload: (id, body, options) =>
      call({
        method: 'PUT',
        path: `shares/${id}/upload`,
        body: jsonBody(body),
        attempts: 1,
        read: readJson(UploadAnswer),
        options,
      }),
    putPart: (...[id, part, content, { timeoutSeconds, ...options } = {}]) =>
      call({
        method: 'PUT',
        path: `shares/${id}/parts/${part}`,
        body: { type: FRAME_MEDIA_TYPE, bytes: partFrame(content) },
        content: true,
        attempts: 1,
        timeoutSeconds,
        read: readJson(UploadAnswer),
        options,
      }),
    readBody: (id, body, { expectedBytes, ...options }) =>
      call({
        path: `shares/${id}/body`,
        body: jsonBody(body),
        content: true,
        attempts: 1,
        accept: FRAME_MEDIA_TYPE,
        maxAnswerBytes: expectedBytes,
        read: ({ bytes }) => {
          if (bytes.length !== expectedBytes) throw new ProtocolError('chunks of another length');
          return bytes;
        },
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

function readOpened({ bytes }: Answer): Opened {
  const frame = decodeFrame(bytes);
  if (frame === undefined) throw new ProtocolError('not a frame');
  return { head: checked(OpenHead, frame.head), sealed: frame.tail };
}
