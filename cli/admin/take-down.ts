import { exitCodes, Failure } from '#cli/terminal/exit-codes.ts';
import { decodeId } from '#crypto/ids.ts';
import { takeDown } from '#server/reports/take-down.ts';
import type { TakeDownResult } from '#server/reports/take-down.ts';
import { adminUsages } from '#cli/usage/admin.ts';
import { adminCommand } from './admin-command.ts';

/** `sotto admin delete ID`. A whole link works too: its key is cut off here and sent nowhere. */
export const takeDownCommand = adminCommand(adminUsages.delete, async ({ positionals: [given = ''] }, admin) => {
  const { deps, out } = admin;
  const taken = await takeDown(deps, idIn(given));
  if (taken === undefined) throw new Failure('over', 'No share or request has this id.');
  out(said(taken));
  return exitCodes.done.code;
});

/** The id in `https://example.org/s/<id>#…`, or in the id alone. @throws Failure */
function idIn(given: string): Uint8Array {
  const [path = ''] = given.trim().split(/[#?]/);
  const id = decodeId(path.split('/').findLast((part) => part !== '') ?? '');
  if (id !== undefined) return id;
  throw new Failure('misused', 'That is not an id. The id is the part of a link between its last "/" and its "#".');
}

function said({ kind, state, endedNow, answers }: TakeDownResult): string {
  const also = answers === 0 ? '' : ` ${answers} ${answers === 1 ? 'answer was' : 'answers were'} deleted with it.`;
  if (!endedNow) return `The ${kind} had already ended (${state}): nothing of it is stored.${also}`;
  return `The ${kind} is deleted: its key is erased, and nobody can read it.${also}`;
}
