import * as v from 'valibot';
import { decodeId } from '#crypto/ids.ts';
import { AnswerStatus, RequestStatusReply } from '#server/requests/wire.ts';
import { checked } from './call.ts';
import { parseJson } from './exchange.ts';
import type { HttpReply } from './exchange.ts';

/** Reads lists from a server that may be hostile: an invalid entry does not hide the others. */

/** An entry of a list; 'odd' if the server's entry is invalid. */
export type ReplyEntry<T> = T | 'odd';

/** @returns each entry, or 'odd' if it does not match the schema */
export const readEntries =
  <S extends v.GenericSchema>(entry: S, member: string) =>
  ({ bytes }: HttpReply): ReplyEntry<v.InferOutput<S>>[] => {
    const reply = checked(v.object({ [member]: v.array(v.unknown()) }), parseJson(bytes));
    return (reply[member] ?? []).map((one) => {
      const result = v.safeParse(entry, one);
      return result.success ? result.output : 'odd';
    });
  };

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
