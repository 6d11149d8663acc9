import type { Deps } from '#server/deps.ts';
import { findHeldAnswers } from './answer.ts';
import { endHeld } from './end.ts';
import { tryRemoveFileBody } from './remove-file-body.ts';
import { endShare, lockShare } from './share.ts';
import type { ShareRow } from './share.ts';

interface EndRequestResult {
  /** False if it had already ended, or never existed. */
  readonly endedNow: boolean;
  /** The number of answers that ended with it. */
  readonly answers: number;
}

export async function endRequest(deps: Pick<Deps, 'store' | 'blobs'>, id: Uint8Array): Promise<EndRequestResult> {
  const { endedNow, answers } = await deps.store.write(async (tx) => {
    // Taking a place locks this row first, so no answer can be added during the deletion.
    const request = await lockShare(tx, id);
    if (request === undefined) return { endedNow: false, answers: [] };
    const held = await findHeldAnswers(tx, id);
    // Lock all answers before any place is given back: giving one back elsewhere also locks the answer first.
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
  for (const answer of answers) await tryRemoveFileBody(deps, answer);
  return { endedNow, answers: answers.length };
}
