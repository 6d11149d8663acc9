import type { Api } from '#client/api.ts';
import { ApiError } from '#client/errors.ts';
import { gatesBefore } from '#client/open.ts';
import type { DescribeRequest } from '#client/open.ts';
import { CryptoError } from '#crypto/errors.ts';
import { hasGate, NO_GATES } from '#crypto/gates.ts';
import type { Gate, Gates } from '#crypto/gates.ts';
import type { ErrorCode } from '#server/errors.ts';
import type { DescribeReply } from '#server/shares/wire.ts';
import { tooEarlyFailure } from '#cli/terminal/over-words.ts';

/**
 * Reads what limits the opening, from the verified preamble.
 * @returns no gates for an opening that goes on: it has passed them
 * @throws Failure if nobody can open it yet
 */
export async function expectGates(api: Api, looking: DescribeRequest, description: DescribeReply): Promise<Gates> {
  if (description.resumable || description.preamble === undefined) return NO_GATES;
  const gates = gatesBefore(looking, description);
  const { notBefore = 0 } = description;
  // The server's clock decides. It is asked only if this machine's says that it is too early.
  if (notBefore > Date.now() / 1000 && notBefore > (await api.config({ signal: looking.signal })).serverTime)
    throw tooEarlyFailure(notBefore);
  return gates;
}

const refusingGates: Partial<Record<ErrorCode, keyof typeof Gate>> = {
  'too-early': 'notBefore',
  'code-required': 'people',
  'wrong-code': 'people',
  'pass-required': 'members',
  'not-a-member': 'members',
};

/** @returns the error; if it is the refusal of a gate that was not sealed, an error that says so */
export function unlessInvented(error: unknown, looking: DescribeRequest, description: DescribeReply): unknown {
  const gate = error instanceof ApiError ? refusingGates[error.code] : undefined;
  if (gate === undefined || hasGate(gatesBefore(looking, description), gate)) return error;
  return new CryptoError('preamble-gates');
}
