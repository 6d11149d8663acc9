import type * as v from 'valibot';
import { concat } from '#crypto/bytes.ts';
import { MAX_SEALED_BYTES } from '#crypto/limits.ts';
import { ServerConfig } from '#server/http/config-wire.ts';
import { decodeFrame, encodeFrame, FRAME_MEDIA_TYPE, MAX_HEAD_BYTES } from '#server/http/frame.ts';
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
import type { ApiOptions, CallOptions, CallSettings } from './call.ts';
import { ProtocolError } from './errors.ts';
import type { Answer } from './exchange.ts';

export type { ApiOptions, CallOptions };

/** 100 statuses of 100 opening times each. */
const MAX_BATCH_BYTES = 262_144;
const MAX_OPENED_BYTES = 4 + MAX_HEAD_BYTES + MAX_SEALED_BYTES;

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
  readonly acknowledge: Ask<Body<typeof wire.ClaimBody>, AcknowledgeAnswer>;
  readonly status: Ask<Body<typeof wire.OwnerBody>, OwnerStatus>;
  readonly statuses: (body: Body<typeof wire.StatusBatchBody>, options?: CallOptions) => Promise<StatusBatchAnswer>;
  readonly unlock: Ask<Body<typeof wire.OwnerBody>, OwnerStatus>;
  readonly remove: Ask<Body<typeof wire.OwnerBody>, OwnerStatus>;
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
  };
}

function readOpened({ bytes }: Answer): Opened {
  const frame = decodeFrame(bytes);
  if (frame === undefined) throw new ProtocolError('not a frame');
  return { head: checked(OpenHead, frame.head), sealed: frame.tail };
}
