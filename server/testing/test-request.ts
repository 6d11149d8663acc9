import { randomBytes } from 'node:crypto';
import { concat, toBase64url } from '#crypto/bytes.ts';
import { encodeId, idOf } from '#crypto/ids.ts';
import { Gate, NO_GATES } from '#crypto/gates.ts';
import { encodePreamble, Kdf, Purpose } from '#crypto/preamble.ts';
import type { Deps } from '#server/deps.ts';
import { closeRequest } from '#server/requests/close-request.ts';
import { createRequest } from '#server/requests/create-request.ts';
import type { CreateRequestInput } from '#server/requests/create-request.ts';
import { deleteAnswer, deleteRequest } from '#server/requests/delete-request.ts';
import { describeRequest, readRequest } from '#server/requests/describe-request.ts';
import { readRequestStatus } from '#server/requests/read-request-status.ts';
import type { CreateRequestHead } from '#server/requests/wire.ts';
import { acknowledgeShare } from '#server/shares/acknowledge-share.ts';
import { secret, TestShare } from './test-share.ts';
import type { TestTerms } from './test-share.ts';

export const ANSWER_TTL = 7200;

export interface TestRequestTerms extends Partial<CreateRequestHead> {
  /** The groups that may read and answer; empty: every member. */
  readonly members?: readonly string[];
}

/** A request as a requester's browser would create it, from random bytes. */
export class TestRequestOf {
  readonly toCreate: CreateRequestInput;
  readonly linkProof = secret();
  readonly openProof = secret();
  readonly ownerProof = secret();
  readonly id: Uint8Array;

  constructor(now: number, { members, ...terms }: TestRequestTerms = {}) {
    const createProof = randomBytes(32);
    const id = idOf(createProof);
    const salt = new Uint8Array(randomBytes(32));
    const gates = members === undefined ? NO_GATES : Gate.members;
    const preamble = encodePreamble({ purpose: Purpose.request, kdf: Kdf.none, gates, salt, id });
    const { linkProof, openProof, ownerProof } = this;
    const note = randomBytes(32 + 1024 + 16);
    this.id = id;
    this.toCreate = {
      id,
      head: {
        createProof: toBase64url(createProof),
        ownerProof,
        linkProof,
        openProof,
        preamble: toBase64url(concat(preamble, randomBytes(32))),
        expiresAt: now + 3600,
        maxAnswers: 1,
        answerTtl: ANSWER_TTL,
        keep: 'expiry',
        noteBytes: note.length,
        ...(members && { gates: { members: members.length === 0 ? {} : { groups: [...members] } } }),
        ...terms,
      },
      note,
      sealed: randomBytes(32 + 2048 + 16),
    };
  }

  /** The fields of an answer that name its request. */
  get place() {
    return { request: encodeId(this.id), linkProof: this.linkProof };
  }

  /** An answer of the member that the pass names. */
  answerAs(now: number, pass: string, terms: TestTerms = {}): TestShare {
    return this.answer(now, { answer: { ...this.place, sealedKey: toBase64url(randomBytes(1168)), pass }, ...terms });
  }

  /** A share that answers the request at the given time. */
  answer(now: number, terms: TestTerms = {}): TestShare {
    const answer = { ...this.place, sealedKey: toBase64url(randomBytes(1168)) };
    return new TestShare(now, { maxViews: 0, expiresAt: now + ANSWER_TTL, answer, ...terms });
  }

  create = (deps: Deps) => createRequest(deps, this.toCreate);
  describe = (deps: Deps) => describeRequest(deps, this.id, { linkProof: this.linkProof });
  read = (deps: Deps, openProof = this.openProof, pass?: string) =>
    readRequest(deps, this.id, { linkProof: this.linkProof, openProof, ...(pass !== undefined && { pass }) });
  status = (deps: Deps) => readRequestStatus(deps, this.id, { ownerProof: this.ownerProof });
  close = (deps: Deps) => closeRequest(deps, this.id, { ownerProof: this.ownerProof });
  delete = (deps: Deps) => deleteRequest(deps, this.id, { ownerProof: this.ownerProof });
  deleteAnswer = (deps: Deps, answer: TestShare) =>
    deleteAnswer(deps, this.id, { ownerProof: this.ownerProof, answer: encodeId(answer.id) });

  /** As the requester. */
  acknowledge(deps: Deps, answer: TestShare, claim: string) {
    const { linkProof } = answer;
    return acknowledgeShare(deps, answer.id, { linkProof, claim, requestOwnerProof: this.ownerProof });
  }
}

export async function madeRequest(deps: Deps, terms: TestRequestTerms = {}): Promise<TestRequestOf> {
  const request = new TestRequestOf(await deps.store.now(), terms);
  await request.create(deps);
  return request;
}
