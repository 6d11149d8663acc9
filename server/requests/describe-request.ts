import type { InferOutput } from 'valibot';
import { equalBytes, toBase64url } from '#crypto/bytes.ts';
import type { Deps } from '#server/deps.ts';
import { openHash, revealSealed } from '#server/erasure/at-rest.ts';
import { AppError } from '#server/errors.ts';
import { findContent, findPreamble } from '#server/records/content.ts';
import { findGate } from '#server/records/gate.ts';
import type { GateRow } from '#server/records/gate.ts';
import { readSecret, requireProof } from '#server/records/proof.ts';
import { requestStateOf } from '#server/records/request-state.ts';
import { requireMember } from '#server/records/require-member.ts';
import { shownMembers } from '#server/records/shown-members.ts';
import { findRequest } from '#server/records/request.ts';
import type { ShareRow } from '#server/records/share.ts';
import type { DescribeRequestBody, DescribeRequestReply, ReadRequestBody } from './wire.ts';

/**
 * Describes a request to somebody with the link, before answering. Changes nothing.
 * @throws AppError `malformed`, `not-found`
 */
export async function describeRequest(
  deps: Deps,
  id: Uint8Array,
  { linkProof }: InferOutput<typeof DescribeRequestBody>,
): Promise<DescribeRequestReply> {
  const { store } = deps;
  const share = await requireProof(store.read, { id, holder: 'link', proof: linkProof, kind: 'request' });
  return describe(deps, share, { preamble: await findPreamble(store.read, id), gate: await gateOf(store, share) });
}

interface ReadRequestInput extends InferOutput<typeof ReadRequestBody> {
  /** Called with the length of `sealed` before it is read. @throws AppError `unavailable` */
  readonly holdReply?: ((bytes: number) => void) | undefined;
}

/**
 * The sealed question, any number of times. Changes nothing.
 * @throws AppError `malformed`, `not-found`, `pass-required`, `not-a-member`, `wrong-password` (the open proof is wrong),
 *   `ended`, `unavailable`
 */
export async function readRequest(
  deps: Deps,
  id: Uint8Array,
  { linkProof, openProof, pass, holdReply }: ReadRequestInput,
): Promise<{ readonly head: DescribeRequestReply; readonly sealed: Uint8Array }> {
  const { store } = deps;
  const proof = readSecret(openProof);
  const share = await requireProof(store.read, { id, holder: 'link', proof: linkProof, kind: 'request' });
  holdReply?.(share.sizeBytes);
  return store.withKey(share, async (key) => {
    const gate = await gateOf(store, share);
    // Before the proof, as for a share.
    if (gate) await requireMember(store.read, deps, { share, lend: async (use) => use(key), pass, purpose: 'read' });
    const rightHash = share.openHash ?? gate?.openHash;
    const isKept = key !== undefined && rightHash !== undefined;
    if (isKept && !equalBytes(openHash(key, proof), rightHash)) throw new AppError('wrong-password');
    const content = await findContent(store.read, id);
    const head = await describe(deps, share, { preamble: content?.preamble, gate });
    if (!isKept || content === undefined) {
      throw new AppError('ended', { state: head.state, ...(head.endedAt !== undefined && { endedAt: head.endedAt }) });
    }
    return { head, sealed: revealSealed(key, id, content.sealed) };
  });
}

async function gateOf({ read }: Deps['store'], { id, openHash, endedAt }: ShareRow): Promise<GateRow | undefined> {
  return openHash === null && endedAt === null ? findGate(read, id) : undefined;
}

interface Kept {
  readonly preamble: Uint8Array | undefined;
  readonly gate: GateRow | undefined;
}

async function describe(deps: Deps, share: ShareRow, { preamble, gate }: Kept): Promise<DescribeRequestReply> {
  const request = await findRequest(deps.store.read, share.id);
  if (request === undefined) throw new AppError('not-found');
  return {
    state: requestStateOf(share, request),
    createdAt: share.createdAt,
    expiresAt: share.expiresAt,
    answersLeft: Math.max(0, request.maxAnswers - request.answers),
    ...(preamble && { preamble: toBase64url(preamble) }),
    ...(await shownMembers(deps, share, gate)),
    ...(share.endedAt !== null && { endedAt: share.endedAt }),
  };
}
