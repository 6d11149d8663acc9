import type { AppError } from '#server/errors.ts';
import { encodeFrame, FRAME_MEDIA_TYPE } from './frame.ts';
import { PROBLEM_MEDIA_TYPE, problemHeaders, toProblem } from './problem.ts';
import { securityHeaders } from './security-headers.ts';
import type { Headers } from './security-headers.ts';
import type { Config } from '#server/config.ts';

/** A response before it meets the framework: whole, with its headers, its length known. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: string | Uint8Array<ArrayBuffer> | null;
}

/** The header sets are made once: no request pays for them. */
export interface Answers {
  json(value: unknown, status?: number): Answer;
  frame(head: unknown, tail: Uint8Array): Answer;
  problem(error: AppError): Answer;
}

export function createAnswers(config: Pick<Config, 'publicUrl'>): Answers {
  const { api } = securityHeaders(config);
  const jsonHeaders = Object.freeze({ ...api, 'content-type': 'application/json' });
  const frameHeaders = Object.freeze({ ...api, 'content-type': FRAME_MEDIA_TYPE });
  const problemBase = Object.freeze({ ...api, 'content-type': PROBLEM_MEDIA_TYPE });
  return {
    json: (value, status = 200) => ({ status, headers: jsonHeaders, body: JSON.stringify(value) }),
    frame: (head, tail) => ({ status: 200, headers: frameHeaders, body: encodeFrame(head, tail) }),
    problem: (error) => {
      const problem = toProblem(error);
      return {
        status: problem.status,
        headers: { ...problemBase, ...problemHeaders(error) },
        body: JSON.stringify(problem),
      };
    },
  };
}

export function toResponse({ status, headers, body }: Answer): Response {
  return new Response(body, { status, headers });
}
