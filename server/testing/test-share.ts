import { randomBytes } from 'node:crypto';
import { concat, fromBase64url, toBase64url } from '#crypto/bytes.ts';
import { idOf } from '#crypto/ids.ts';
import { gatesOf } from '#crypto/gates.ts';
import type { PayloadGates } from '#crypto/gates.ts';
import { ownerKeys } from '#crypto/keys.ts';
import { Kdf, Purpose, encodePreamble } from '#crypto/preamble.ts';
import { openReceipt } from '#crypto/receipt.ts';
import type { Deps } from '#server/deps.ts';
import { acknowledgeShare } from '#server/shares/acknowledge-share.ts';
import { hashOf, readSecret } from '#server/records/proof.ts';
import { askCode } from '#server/shares/ask-code.ts';
import { changeRecipient } from '#server/shares/change-recipient.ts';
import { createShare } from '#server/shares/create-share.ts';
import type { CreateShareResult, CreateShareInput } from '#server/shares/create-share.ts';
import { deleteShare } from '#server/shares/delete-share.ts';
import { describeShare } from '#server/shares/describe-share.ts';
import { openShare } from '#server/shares/open-share.ts';
import { readStatus } from '#server/shares/read-status.ts';
import { renewLease } from '#server/shares/renew-lease.ts';
import { shortenShare } from '#server/shares/shorten-share.ts';
import { unlockShare } from '#server/shares/unlock-share.ts';
import type { CreateHead } from '#server/shares/wire.ts';

export const secret = () => toBase64url(randomBytes(32));

export interface TestTerms extends Partial<CreateHead> {
  /** Addresses of named people. */
  readonly people?: readonly string[];
  readonly notBefore?: number;
  /** The groups that may open; empty: every member. */
  readonly members?: readonly string[];
  readonly password?: boolean;
  readonly sealedBytes?: number;
}

interface TestGates {
  readonly people: readonly string[] | undefined;
  readonly notBefore: number | undefined;
  readonly members: readonly string[] | undefined;
}

const ofGroups = (members: readonly string[]) => (members.length === 0 ? {} : { groups: [...members] });

const payloadGates = ({ people, notBefore, members }: TestGates): PayloadGates => ({
  ...(people && { emails: {} }),
  ...(members && { members: ofGroups(members) }),
  ...(notBefore !== undefined && { notBefore }),
});

function gateHead({ people, notBefore, members }: TestGates, receiptKey: Uint8Array) {
  if ([people, notBefore, members].every((gate) => gate === undefined)) return {};
  const list = toBase64url(randomBytes(32 + 1024 + 16));
  return {
    ...(members && { receiptKey: toBase64url(receiptKey) }),
    gates: {
      ...(members && { members: ofGroups(members) }),
      ...(notBefore !== undefined && { notBefore }),
      ...(people && { people: { addresses: [...people], list } }),
    },
  };
}

/** A share as a sender's browser would create it, from random bytes: the server cannot tell the difference. */
export class TestShare {
  readonly toCreate: CreateShareInput;
  readonly linkProof = secret();
  readonly openProof = secret();
  readonly ownerProof = secret();
  /** O. Receipts are sealed for it. */
  readonly ownerKey = new Uint8Array(randomBytes(32));
  readonly id: Uint8Array;

  constructor(
    now: number,
    { password = false, sealedBytes = 32 + 1024 + 16, people, notBefore, members, ...terms }: TestTerms = {},
  ) {
    const { createProof, receiptKey } = ownerKeys(this.ownerKey);
    const id = idOf(createProof);
    const kdf = password ? Kdf.argon2id : Kdf.none;
    const salt = new Uint8Array(randomBytes(32));
    const preamble = encodePreamble({
      purpose: Purpose.share,
      kdf,
      gates: gatesOf(payloadGates({ people, notBefore, members })),
      salt,
      id,
    });
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
        maxViews: 1,
        attemptLimit: 5,
        onLimit: 'lock',
        noteBytes: note.length,
        ...gateHead({ people, notBefore, members }, receiptKey),
        ...terms,
      },
      note,
      sealed: randomBytes(sealedBytes),
    };
  }

  create(deps: Deps): Promise<CreateShareResult> {
    return createShare(deps, this.toCreate);
  }

  open(deps: Deps, claim = secret(), openProof = this.openProof) {
    return openShare(deps, this.id, { linkProof: this.linkProof, openProof, claim });
  }

  openWith(
    deps: Deps,
    { claim, code, openProof = this.openProof }: { claim: string; code: string; openProof?: string },
  ) {
    return openShare(deps, this.id, { linkProof: this.linkProof, openProof, claim, code });
  }

  openAs(deps: Deps, pass: string, { claim = secret(), openProof = this.openProof } = {}) {
    return openShare(deps, this.id, { linkProof: this.linkProof, openProof, claim, pass });
  }

  /** Who opened a share for members, as its owner reads it. */
  async receipts(deps: Deps) {
    const { receipts = [] } = await this.status(deps);
    return Promise.all(receipts.map(({ sealed }) => openReceipt(this.ownerKey, this.id, fromBase64url(sealed))));
  }

  askCode(deps: Deps, claim: string, address: string) {
    const claimHash = toBase64url(hashOf(readSecret(claim)));
    return askCode(deps, this.id, { linkProof: this.linkProof, claimHash, address, locale: 'en' });
  }

  change(deps: Deps, n: number, action: 'revoke' | 'reset') {
    return changeRecipient(deps, this.id, { ownerProof: this.ownerProof, n, action });
  }

  shorten(deps: Deps, expiresAt: number) {
    return shortenShare(deps, this.id, { ownerProof: this.ownerProof, expiresAt });
  }

  describe(deps: Deps, claim?: string) {
    return describeShare(deps, this.id, { linkProof: this.linkProof, ...(claim !== undefined && { claim }) });
  }

  renew(deps: Deps, claim: string) {
    return renewLease(deps, this.id, { linkProof: this.linkProof, claim });
  }

  acknowledge(deps: Deps, claim: string) {
    return acknowledgeShare(deps, this.id, { linkProof: this.linkProof, claim });
  }

  status(deps: Deps) {
    return readStatus(deps, this.id, { ownerProof: this.ownerProof });
  }

  unlock(deps: Deps) {
    return unlockShare(deps, this.id, { ownerProof: this.ownerProof });
  }

  delete(deps: Deps) {
    return deleteShare(deps, this.id, { ownerProof: this.ownerProof });
  }
}

/** Creates it, too. */
export async function madeShare(deps: Deps, terms: TestTerms = {}): Promise<TestShare> {
  const share = new TestShare(await deps.store.now(), terms);
  await share.create(deps);
  return share;
}
