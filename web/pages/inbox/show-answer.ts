import { ApiError, isFromNewerVersion, serviceFailureOf } from '#client/errors.ts';
import type { OpenedAnswer } from '#client/open-answer.ts';
import { CryptoError } from '#crypto/errors.ts';
import type { AnswerStatus } from '#server/requests/wire.ts';
import { acknowledged, firstReceipt } from '#client/held-opening.ts';
import type { Receipt } from '#client/held-opening.ts';
import type { InboxParts, AnswerReading, ReadFault } from './state.ts';

/** An answer that is being read. */
export interface ShowAnswerInput extends InboxParts {
  readonly answer: AnswerStatus;
  readonly show: (reading: AnswerReading) => void;
  readonly settle: (receipt: Receipt) => void;
  /**
   * Resolves to true once the person has saved the wanted files or closes the answer; to false once the server no
   * longer serves them.
   */
  readonly taken: Promise<boolean>;
}

/** Opens an answer and shows it. Once it is on the screen and its files are saved, acknowledges it. */
export async function showAnswer(reading: ShowAnswerInput): Promise<void> {
  const { show, effects, owner, answer } = reading;
  show({ at: 'opening' });
  const fault = await unfitness(reading);
  if (fault !== undefined) {
    show({ at: 'failed', why: fault });
    return;
  }
  const opening = await fetchOpened(reading);
  if (opening === undefined) return;
  const { claim, ...opened } = opening;
  const holder = opened.opened.body && { ...opened, claim, body: opened.opened.body };
  show({ at: 'opened', opened: opened.opened, holder, receipt: firstReceipt(opened.opened), kept: false });
  await effects.painted();
  const ended = await acknowledged({
    ...reading,
    backoff: reading.retries,
    keepLease: holder && ((signal) => effects.keepLease(holder, { signal })),
    acknowledge: () => effects.acknowledge({ ...owner, answer: opened, claim }),
  });
  if (ended === undefined) return;
  effects.memoryOf(answer.id).dropClaim();
  reading.settle(ended);
  reading.look();
}

/** Checks the browser before any request: an unfit browser must not lose an answer that is deleted once read. */
async function unfitness({ effects, answer, state }: ShowAnswerInput): Promise<ReadFault | undefined> {
  try {
    await effects.selfCheck();
  } catch {
    return 'crypto';
  }
  const memory = effects.memoryOf(answer.id);
  const now = state();
  // An answer that is kept until it expires can be read again without its claim.
  const stays = now.at === 'shown' && now.inbox.keep === 'expiry';
  return memory.keepClaim(memory.claim() ?? effects.newClaim()) || stays ? undefined : 'storage';
}

async function fetchOpened(reading: ShowAnswerInput): Promise<(OpenedAnswer & { readonly claim: string }) | undefined> {
  const { effects, owner, answer, show, retries } = reading;
  const memory = effects.memoryOf(answer.id);
  let renewed = false;
  for (let tries = 0; !reading.left();) {
    const claim = memory.claim() ?? effects.newClaim();
    memory.keepClaim(claim);
    try {
      return { ...(await effects.openAnswer({ ...owner, answer, claim })), claim };
    } catch (error) {
      // An earlier opening of this tab has expired. A new one costs nothing.
      if (error instanceof ApiError && error.code === 'lease-over' && !renewed) {
        renewed = true;
        memory.dropClaim();
        continue;
      }
      const failure = serviceFailureOf(error);
      if (failure === undefined) {
        refuse(reading, error);
        return undefined;
      }
      show({ at: 'opening', failure });
      await retries.pause(tries++, failure);
    }
  }
  return undefined;
}

function refuse({ effects, answer, show, look }: ShowAnswerInput, error: unknown): void {
  effects.memoryOf(answer.id).dropClaim();
  if (error instanceof ApiError) {
    show({ at: 'failed', why: 'gone' });
    look();
    return;
  }
  show({ at: 'failed', why: faultOf(error) });
}

function faultOf(error: unknown): ReadFault {
  if (isFromNewerVersion(error)) return 'newer';
  const code = error instanceof CryptoError ? error.code : 'self-check';
  return code === 'self-check' || code === 'no-webcrypto' ? 'crypto' : 'forged';
}
