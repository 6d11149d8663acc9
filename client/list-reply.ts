import * as v from 'valibot';
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
