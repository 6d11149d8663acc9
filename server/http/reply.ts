import type { Config } from '#server/config/config.ts';
import { errorStatus } from '#server/errors.ts';
import type { AppError } from '#server/errors.ts';
import { encodeFrame, FRAME_MEDIA_TYPE } from './frame.ts';
import { PROBLEM_MEDIA_TYPE, problemHeaders, toProblem } from './problem.ts';
import { JSON_MEDIA_TYPE } from './read-body.ts';
import { securityHeaders } from './security-headers.ts';
import type { Headers } from './security-headers.ts';

/** A response before the framework sees it: complete, with its headers and a known length. */
export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly body: string | Uint8Array<ArrayBuffer> | ByteStream | null;
}

export interface ByteStream {
  readonly length: number;
  readonly bytes: AsyncIterable<Uint8Array<ArrayBuffer>>;
}

/** The header sets are built once, not per request. */
export interface Replies {
  json(value: unknown, status?: number): Reply;
  frame(head: unknown, tail: Uint8Array): Reply;
  bytes(stream: ByteStream): Reply;
  /** @param status if HTTP has several for the error */
  problem(error: AppError, status?: number): Reply;
  /** The same refusal as plain text, in the language that the request's Accept-Language chose. */
  words(error: AppError, sentence: string, language: string): Reply;
}

export function createReplies(config: Pick<Config, 'publicUrl'>): Replies {
  const { api } = securityHeaders(config);
  const jsonHeaders = Object.freeze({ ...api, 'content-type': JSON_MEDIA_TYPE });
  const frameHeaders = Object.freeze({ ...api, 'content-type': FRAME_MEDIA_TYPE });
  const problemBase = Object.freeze({ ...api, 'content-type': PROBLEM_MEDIA_TYPE });
  return {
    json: (value, status = 200) => ({ status, headers: jsonHeaders, body: JSON.stringify(value) }),
    frame: (head, tail) => ({ status: 200, headers: frameHeaders, body: encodeFrame(head, tail) }),
    bytes: (stream) => ({
      status: 200,
      headers: { ...frameHeaders, 'content-length': String(stream.length) },
      body: stream,
    }),
    words: (error, sentence, language) => ({
      status: errorStatus[error.code],
      headers: {
        ...api,
        'content-type': 'text/plain; charset=utf-8',
        'content-language': language,
        vary: 'Accept-Language',
        ...problemHeaders(error),
      },
      body: `${sentence}\n`,
    }),
    problem: (error, status = errorStatus[error.code]) => {
      const problem = { ...toProblem(error), status };
      return {
        status,
        headers: { ...problemBase, ...problemHeaders(error) },
        body: JSON.stringify(problem),
      };
    },
  };
}

export function toResponse({ status, headers, body }: Reply): Response {
  return new Response(isStream(body) ? toReadable(body.bytes) : body, { status, headers });
}

/** Reads nothing ahead of its consumer. Cancelling it also closes its source. */
function toReadable(bytes: ByteStream['bytes']): ReadableStream<Uint8Array<ArrayBuffer>> {
  const pieces = bytes[Symbol.asyncIterator]();
  const pull = async (controller: ReadableStreamDefaultController<Uint8Array<ArrayBuffer>>) => {
    const piece = await pieces.next();
    if (piece.done === true) controller.close();
    else controller.enqueue(piece.value);
  };
  const cancel = async () => {
    await pieces.return?.();
  };
  return new ReadableStream({ pull, cancel }, { highWaterMark: 0 });
}

/** Bytes. */
export function replyLength(body: Reply['body']): number {
  if (body === null) return 0;
  return isStream(body) ? body.length : Buffer.byteLength(body);
}

export function isStream(body: Reply['body']): body is ByteStream {
  return typeof body === 'object' && body !== null && 'bytes' in body;
}
