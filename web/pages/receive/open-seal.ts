import type { OpenedShare } from '#client/open.ts';
import { openWithRetries } from '#client/open-with-retries.ts';
import { ApiError, serviceFailureOf } from '#client/errors.ts';
import { CryptoError } from '#crypto/errors.ts';
import { normalizePassword } from '#crypto/password.ts';
import type { DescribeReply } from '#server/shares/wire.ts';
import { heldClaim } from './asked-claim.ts';
import { deliver } from './deliver.ts';
import { describeAgain } from './look.ts';
import type { OpenStep, OpeningPhase, Receiving, OpenError, Step } from './state.ts';

/**
 * Spends one view and shows the content. First checks that this browser can decrypt, show and store it, so that an
 * unfit one spends nothing. The claim is stored before it is sent: after a reload or a lost reply it fetches the same bytes.
 */
export async function openSeal(receiving: Receiving, step: OpenStep): Promise<Step | undefined> {
  const { effects, to } = receiving;
  const error = step.ready.password ? passwordError(step.given.password ?? '') : undefined;
  if (error) {
    to({ ...step.ready, error });
    return undefined;
  }
  const release = await effects.hold();
  if (!release) {
    to({ at: 'elsewhere' });
    return undefined;
  }
  const show: Show = (progress) => to({ at: 'opening', ready: step.ready, progress });
  show({ step: 'checking' });
  const claim = await prepare(receiving, step);
  const result = claim === undefined ? undefined : await fetchOpened(receiving, { ...step, claim, show });
  if (claim !== undefined && result && 'opened' in result) await deliver(receiving, { ...result, claim, release });
  else release();
  return result && 'take' in result ? result : undefined;
}

/**
 * A share with unlimited views needs no stored claim: it can be opened again.
 * @returns the claim to open with; undefined if this browser cannot open it, with the reason shown
 */
async function prepare(receiving: Receiving, { ready, given }: OpenStep): Promise<string | undefined> {
  const { effects, to } = receiving;
  try {
    await effects.selfCheck();
  } catch {
    to({ at: 'incapable', lacks: 'crypto' });
    return undefined;
  }
  try {
    await effects.loadOpened();
  } catch {
    to({ ...ready, error: 'unloaded' });
    return undefined;
  }
  const claim = given.code?.claim ?? heldClaim(effects) ?? effects.newClaim();
  if (effects.memory.keepClaim(claim) || ready.description.viewsLeft === null) return claim;
  to({ at: 'incapable', lacks: 'storage' });
  return undefined;
}

type Show = (progress: OpeningPhase) => void;
type Attempt = OpenStep & { readonly claim: string; readonly show: Show };

async function fetchOpened(
  receiving: Receiving,
  attempt: Attempt,
): Promise<{ readonly opened: OpenedShare } | Step | undefined> {
  const { effects, key, backoff } = receiving;
  const { ready, given, claim, show } = attempt;
  const onProgress = (fraction: number) => show(fraction < 1 ? { step: 'hashing', fraction } : { step: 'fetching' });
  show({ step: 'fetching' });
  try {
    const result = await openWithRetries({
      request: {
        id: effects.id,
        ...key,
        description: ready.description,
        password: given.password,
        code: given.code?.digits,
        passes: ready.members?.passes,
        claim,
        kdf: effects.kdf,
        onProgress,
      },
      openShare: effects.openShare,
      describe: () => lookAgain(receiving, attempt),
      async retry(error, failedTries) {
        const failure = serviceFailureOf(error);
        if (failure === undefined) return false;
        show({ step: 'waiting', failure });
        await backoff.pause(failedTries, failure);
        return !receiving.left();
      },
    });
    return 'opened' in result ? result : { take: 'look', resume: false };
  } catch (error) {
    return refused(receiving, attempt, error);
  }
}

/** @throws Error if the page was left */
async function lookAgain(receiving: Receiving, { given, show }: Attempt): Promise<DescribeReply | undefined> {
  for (let tries = 0; !receiving.left(); tries++) {
    try {
      return await describeAgain(receiving);
    } catch (error) {
      const failure = serviceFailureOf(error);
      const counts = given.password !== undefined || given.code !== undefined;
      if (failure === undefined || !counts) return undefined;
      show({ step: 'waiting', failure });
      await receiving.backoff.pause(tries, failure);
    }
  }
  throw new Error('The page was left.');
}

/** Also after the page was left: then nothing is shown, but a claim that the server refused is not sent again. */
async function refused(receiving: Receiving, step: OpenStep, error: unknown): Promise<Step | undefined> {
  const { effects, to } = receiving;
  if (error instanceof ApiError) {
    if (gateRefusals.includes(error.code)) {
      return effects.loadGates().then(
        ({ refusedByGate }) => refusedByGate(receiving, { step, error }),
        () => ({ take: 'look', resume: false }),
      );
    }
    if (error.code === 'lease-over' || error.code === 'ended' || error.code === 'not-found') effects.memory.dropClaim();
    return { take: 'look', resume: false, error: errors[error.code] };
  }
  const code = error instanceof CryptoError ? error.code : 'self-check';
  if (code === 'self-check' || code === 'no-webcrypto') to({ at: 'incapable', lacks: 'crypto' });
  else to({ at: 'forged', fetched: !code.startsWith('preamble-') });
  return undefined;
}

const gateRefusals: readonly string[] = ['too-early', 'code-required', 'wrong-code', 'pass-required', 'not-a-member'];
const errors: Partial<Record<string, OpenError>> = { 'wrong-password': 'wrong-password', 'lease-over': 'lease-over' };

function passwordError(password: string): OpenError | undefined {
  try {
    normalizePassword(password);
    return undefined;
  } catch (error) {
    const code = error instanceof CryptoError ? error.code : undefined;
    return code === 'password-empty' || code === 'password-too-long' ? code : 'password-malformed';
  }
}
