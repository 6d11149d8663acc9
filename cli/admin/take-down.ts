import { exitCodes } from '#cli/terminal/exit-codes.ts';
import { decodeId } from '#crypto/ids.ts';
import { takeDown } from '#server/reports/take-down.ts';
import type { TakeDownResult } from '#server/reports/take-down.ts';
import { adminUsages } from '#cli/usage/admin.ts';
import { adminCommand } from './admin-command.ts';

const MISUSED = exitCodes.misused.code;
const NOT_THERE = exitCodes.over.code;

/** `sotto admin delete ID`. A link will do: its key is cut off here, and goes nowhere. */
export const takeDownCommand = adminCommand(adminUsages.delete, async ({ positionals: [given = ''] }, admin) => {
  const { deps, out, err } = admin;
  const id = idIn(given);
  if (id === undefined) {
    err('sotto: That is not an id. The id is the part of a link between its last "/" and its "#".');
    return MISUSED;
  }
  const taken = await takeDown(deps, id);
  if (taken === undefined) {
    err('There is no share and no request with this id.');
    return NOT_THERE;
  }
  out(said(taken));
  return exitCodes.done.code;
});

/** Of `https://example.org/s/<id>#…`, or of the id alone. */
function idIn(given: string): Uint8Array | undefined {
  const [path = ''] = given.trim().split(/[#?]/);
  return decodeId(path.split('/').findLast((part) => part !== '') ?? '');
}

function said({ kind, state, endedNow, answers }: TakeDownResult): string {
  const also = answers === 0 ? '' : ` ${answers} of its answers went with it.`;
  if (!endedNow) return `The ${kind} had ended before (${state}): it holds nothing.${also}`;
  return `The ${kind} is deleted: its key is erased, and nobody reads it any more.${also}`;
}
