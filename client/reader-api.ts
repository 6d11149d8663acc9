import type * as v from 'valibot';
import { MAX_SEALED_BYTES } from '#crypto/limits.ts';
import type * as bodies from '#server/file-bodies/wire.ts';
import { decodeFrame, FRAME_MEDIA_TYPE, MAX_START_BYTES } from '#server/http/frame.ts';
import { AcknowledgeReply, DescribeReply, OpenReplyHead, RenewReply } from '#server/shares/wire.ts';
import type * as wire from '#server/shares/wire.ts';
import { checked, createCaller, jsonBody, readJson } from './call.ts';
import type { ApiOptions, Caller, CallOptions, CallSettings } from './call.ts';
import { ProtocolError } from './errors.ts';
import type { Answer } from './exchange.ts';

const MAX_OPENED_BYTES = MAX_START_BYTES + MAX_SEALED_BYTES;

export interface Opened {
  readonly head: OpenReplyHead;
  readonly sealed: Uint8Array<ArrayBuffer>;
}

export interface OpenOptions extends CallOptions {
  /** A wrong password counts each time it is sent, so such an `open` must not be repeated unseen. */
  readonly repeatable: boolean;
}

export interface ReadBodyOptions extends CallOptions {
  /** As long as the chunks asked for are: an answer of any other length is refused. */
  readonly expectedBytes: number;
}

export type Body<S extends v.GenericSchema> = v.InferOutput<S>;
export type Ask<B, A> = (id: string, body: B, options?: CallOptions) => Promise<A>;

/** The part of the HTTP API that a recipient needs: apart, since that page is to be there at once. Throws as `Api` does. */
export interface ReaderApi {
  readonly describe: Ask<Body<typeof wire.DescribeBody>, DescribeReply>;
  readonly open: (id: string, body: Body<typeof wire.OpenBody>, options: OpenOptions) => Promise<Opened>;
  readonly renew: Ask<Body<typeof wire.ClaimBody>, Body<typeof RenewReply>>;
  readonly acknowledge: Ask<Body<typeof wire.AcknowledgeBody>, AcknowledgeReply>;
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

/** What is asked of a share, or of a request, in one word. */
export const askWith =
  (call: Caller, of: 'shares' | 'requests' = 'shares') =>
  <S extends v.GenericSchema>(verb: string, answer: S, settings?: CallSettings) =>
  (id: string, body: object, options?: CallOptions) =>
    call({ ...settings, path: `${of}/${id}/${verb}`, body: jsonBody(body), read: readJson(answer), options });

export function readerCalls(call: Caller): ReaderApi {
  const ask = askWith(call);
  return {
    describe: ask('describe', DescribeReply),
    open: (id, body, { repeatable, ...options }) =>
      call({
        path: `shares/${id}/open`,
        body: jsonBody(body),
        repeatable,
        content: true,
        accept: FRAME_MEDIA_TYPE,
        maxAnswerBytes: MAX_OPENED_BYTES,
        read: readFrame(OpenReplyHead),
        options,
      }),
    renew: ask('renew', RenewReply),
    acknowledge: ask('acknowledge', AcknowledgeReply, { keepalive: true }),
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

/** @throws ProtocolError */
export const readFrame =
  <S extends v.GenericSchema>(schema: S) =>
  ({ bytes }: Answer) => {
    const frame = decodeFrame(bytes);
    if (frame === undefined) throw new ProtocolError('not a frame');
    return { head: checked(schema, frame.head), sealed: frame.tail };
  };
