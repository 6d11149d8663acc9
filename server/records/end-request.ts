import type { Deps } from '#server/deps.ts';
import { findHeldAnswers } from './answer.ts';
import { endHeld } from './end.ts';
import { tryRemoveBody } from './remove-file-body.ts';
import { endShare, lockShare } from './share.ts';
import type { ShareRow } from './share.ts';

export interface EndRequestResult {
  /** False when it had ended before, or never was. */
  readonly endedNow: boolean;
  /** How many ended with it. */
  readonly answers: number;
}

export async function endRequest(deps: Pick<Deps, 'store' | 'blobs'>, id: Uint8Array): Promise<EndRequestResult> {
  const { endedNow, answers } = await deps.store.write(async (tx) => {
    // Whoever takes a place locks this row first: no answer comes in beside the deletion.
    const request = await lockShare(tx, id);
    if (request === undefined) return { endedNow: false, answers: [] };
    const held = await findHeldAnswers(tx, id);
    // All of them before any place is given back: who gives one back has locked its answer first, too.
    for (const answer of held) await lockShare(tx, answer.id);
    const answers: ShareRow[] = [];
    for (const { id: answerId } of held) {
      const answer = await endHeld(tx, answerId);
      if (answer !== undefined) answers.push(answer);
    }
    const endedNow = request.endedAt === null;
    if (endedNow) await endShare(tx, request, 'deleted');
    return { endedNow, answers };
  });
  for (const answer of answers) await tryRemoveBody(deps, answer);
  return { endedNow, answers: answers.length };
}
