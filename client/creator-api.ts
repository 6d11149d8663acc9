import { concat } from '#crypto/bytes.ts';
import { PendingUploadReply } from '#server/file-bodies/wire.ts';
import type * as bodies from '#server/file-bodies/wire.ts';
import type { ServerConfig } from '#server/http/config-wire.ts';
import { encodeFrame, FRAME_MEDIA_TYPE } from '#server/http/frame.ts';
import { AcknowledgeReply, CreateReply } from '#server/shares/wire.ts';
import type * as wire from '#server/shares/wire.ts';
import { ANSWER_HEADERS, createCaller, jsonBody, readJson, tokenHeaders, withSlash } from './call.ts';
import type { ApiOptions, ApiCaller, CallOptions, CallSettings } from './call.ts';
import { configCall } from './config-api.ts';
import { parseUrl } from './parse-url.ts';
import { postTo } from './reader-api.ts';
import type { ApiMethod } from './reader-api.ts';

export interface CreateShareInput {
  readonly head: wire.CreateHead;
  readonly note: Uint8Array;
  readonly sealed: Uint8Array;
}

export interface PutPartInput {
  readonly ownerProof: string;
  /** The share answers a request. */
  readonly answers?: boolean;
  /** Consecutive whole chunks with their tags. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** The number of bytes before `bytes` in the same buffer that may be overwritten; 0 by default. */
  readonly roomBefore?: number;
}

/** `part` counts from 0. `partChunks` of `beginUpload` sets the size of a part. */
type PutPart = [id: string, part: number, content: PutPartInput, options?: PartOptions];

export interface PartOptions extends CallOptions {
  /** By default the timeout of every request with content. */
  readonly timeoutSeconds?: number;
}

/**
 * The part of the HTTP API for senders and for people who answer, in a module of its own so that their pages load fast.
 * Throws as `Api` does.
 */
export interface CreatorApi {
  /**
   * The start of every link: the address that this client was given, not the one that the server states. Ends in `/`.
   */
  readonly publicUrl: string;
  readonly config: (options?: CallOptions) => Promise<ServerConfig>;
  readonly create: ApiMethod<CreateShareInput, CreateReply>;
  /** `remove` for its creator, who needs to know only that it has ended. */
  readonly discard: ApiMethod<{ readonly ownerProof: string }, AcknowledgeReply>;
  /* Uploads. Each of these calls sends one request; client/upload.ts retries them. */
  readonly beginUpload: ApiMethod<bodies.BeginUploadBody, PendingUploadReply>;
  readonly putPart: (...part: PutPart) => Promise<PendingUploadReply>;
}

export function createCreatorApi(apiOptions: ApiOptions): CreatorApi {
  return creatorCalls(createCaller(apiOptions), apiOptions);
}

export function creatorCalls(call: ApiCaller, apiOptions: ApiOptions): CreatorApi {
  const authorize: Authorize = (answers) => (answers ? ANSWER_HEADERS : tokenHeaders(apiOptions));
  return {
    publicUrl: apiOptions.publicUrl ?? absolute(withSlash(apiOptions.baseUrl)),
    config: configCall(call),
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
    discard: postTo(call)('delete', AcknowledgeReply),
    ...bodyCalls(call, authorize),
  };
}

function absolute(url: string): string {
  const page = 'location' in globalThis ? location.href : undefined;
  return parseUrl(url, page)?.href ?? url;
}

type Authorize = (answers: boolean) => CallSettings['headers'];

function bodyCalls(call: ApiCaller, authorize: Authorize): Pick<CreatorApi, 'beginUpload' | 'putPart'> {
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

/** Writes the head into the room before the part, if there is enough: copying many large parts would be slow. */
function partFrame({ ownerProof, bytes, roomBefore = 0 }: PutPartInput): Uint8Array<ArrayBuffer> {
  const head = encodeFrame({ ownerProof }, new Uint8Array(0));
  if (head.length > roomBefore) return concat(head, bytes);
  const start = bytes.byteOffset - head.length;
  new Uint8Array(bytes.buffer).set(head, start);
  return new Uint8Array(bytes.buffer, start, head.length + bytes.length);
}
