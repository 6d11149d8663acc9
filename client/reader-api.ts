import type * as v from 'valibot';
import { MAX_SEALED_BYTES } from '#crypto/limits.ts';
import type * as bodies from '#server/file-bodies/wire.ts';
import { decodeFrame, FRAME_MEDIA_TYPE, MAX_START_BYTES } from '#server/http/frame.ts';
import { AcknowledgeReply, DescribeReply, OpenReplyHead, RenewReply } from '#server/shares/wire.ts';
import { CodeReply } from '#server/people/wire.ts';
import type * as people from '#server/people/wire.ts';
import type * as wire from '#server/shares/wire.ts';
import { checked, createCaller, jsonBody, readJson } from './call.ts';
import type { ApiOptions, ApiCaller, CallOptions, CallSettings } from './call.ts';
import { ProtocolError } from './errors.ts';
import type { HttpReply } from './exchange.ts';

const MAX_OPENED_BYTES = MAX_START_BYTES + MAX_SEALED_BYTES;

export interface OpenReply {
  readonly head: OpenReplyHead;
  readonly sealed: Uint8Array<ArrayBuffer>;
}

export interface OpenOptions extends CallOptions {
  /** False with a password: a wrong one counts each time it is sent, so it must not be retried automatically. */
  readonly repeatable: boolean;
}

export interface ReadBodyOptions extends CallOptions {
  /** The length of the requested chunks. A reply of any other length is refused. */
  readonly expectedBytes: number;
}

export type JsonOf<S extends v.GenericSchema> = v.InferOutput<S>;
export type ApiMethod<B, R> = (id: string, body: B, options?: CallOptions) => Promise<R>;

/**
 * The part of the HTTP API for recipients, in a small separate module so that their page loads fast. Throws as `Api`
 * does.
 */
export interface ReaderApi {
  readonly describe: ApiMethod<JsonOf<typeof wire.DescribeBody>, DescribeReply>;
  readonly open: (id: string, body: JsonOf<typeof wire.OpenBody>, options: OpenOptions) => Promise<OpenReply>;
  readonly requestCode: ApiMethod<JsonOf<typeof people.CodeBody>, JsonOf<typeof CodeReply>>;
  readonly renew: ApiMethod<JsonOf<typeof wire.ClaimBody>, JsonOf<typeof RenewReply>>;
  readonly acknowledge: ApiMethod<JsonOf<typeof wire.AcknowledgeBody>, AcknowledgeReply>;
  /** Sends one request; client/download.ts retries it. */
  readonly readBody: (
    id: string,
    body: bodies.ReadChunksBody,
    options: ReadBodyOptions,
  ) => Promise<Uint8Array<ArrayBuffer>>;
}

export function createReaderApi(apiOptions: ApiOptions): ReaderApi {
  return readerCalls(createCaller(apiOptions));
}

/** Makes methods for `POST /api/shares/:id/<verb>`, or the same for requests. */
export const postTo =
  (call: ApiCaller, of: 'shares' | 'requests' = 'shares') =>
  <S extends v.GenericSchema>(verb: string, reply: S, settings?: CallSettings) =>
  (id: string, body: object, options?: CallOptions) =>
    call({ ...settings, path: `${of}/${id}/${verb}`, body: jsonBody(body), read: readJson(reply), options });

export function readerCalls(call: ApiCaller): ReaderApi {
  const post = postTo(call);
  return {
    describe: post('describe', DescribeReply),
    open: (id, body, { repeatable, ...options }) =>
      call({
        path: `shares/${id}/open`,
        body: jsonBody(body),
        repeatable,
        content: true,
        accept: FRAME_MEDIA_TYPE,
        maxReplyBytes: MAX_OPENED_BYTES,
        read: readFrame(OpenReplyHead),
        options,
      }),
    requestCode: post('code', CodeReply, { repeatable: false }),
    renew: post('renew', RenewReply),
    acknowledge: post('acknowledge', AcknowledgeReply, { keepalive: true }),
    readBody: (id, body, { expectedBytes, ...options }) =>
      call({
        path: `shares/${id}/body`,
        body: jsonBody(body),
        content: true,
        attempts: 1,
        accept: FRAME_MEDIA_TYPE,
        maxReplyBytes: expectedBytes,
        read: ({ bytes }) => {
          if (bytes.length !== expectedBytes) throw new ProtocolError('unexpected length of chunks');
          return bytes;
        },
        options,
      }),
  };
}

/** @throws ProtocolError */
export const readFrame =
  <S extends v.GenericSchema>(schema: S) =>
  ({ bytes }: HttpReply) => {
    const frame = decodeFrame(bytes);
    if (frame === undefined) throw new ProtocolError('not a frame');
    return { head: checked(schema, frame.head), sealed: frame.tail };
  };
