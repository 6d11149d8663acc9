import * as v from 'valibot';
import { decodeId } from '#crypto/ids.ts';
import { AnswerStatus, RequestStatusReply } from '#server/requests/wire.ts';
import { checked } from './call.ts';
import { parseJson } from './exchange.ts';
import type { HttpReply } from './exchange.ts';

/** Apart from list-reply.ts, so that pages without requests do not load these schemas. */
export type ReadRequestStatus = RequestStatusReply & {
  /** The number of answers left out because their entries are invalid or repeat an id. */
  readonly oddAnswers?: number;
};

const Rest = v.object({ ...RequestStatusReply.entries, answers: v.array(v.unknown()) });

/** @throws ProtocolError if anything outside the list of answers is invalid */
export function readRequestStatus({ bytes }: HttpReply): ReadRequestStatus {
  const reply = checked(Rest, parseJson(bytes));
  const answers = new Map<string, AnswerStatus>();
  for (const one of reply.answers) {
    const result = v.safeParse(AnswerStatus, one);
    const id = result.success && decodeId(result.output.id) !== undefined ? result.output.id : undefined;
    if (result.success && id !== undefined && !answers.has(id)) answers.set(id, result.output);
  }
  const odd = reply.answers.length - answers.size;
  return { ...reply, answers: [...answers.values()], ...(odd > 0 && { oddAnswers: odd }) };
}
