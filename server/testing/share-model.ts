import { LEASE_SECONDS } from '#server/db/times.ts';
import type { OnLimit, ShareState } from '#server/shares/wire.ts';
import { GateModel } from './gate-model.ts';
import type { ModelCode, ModelGates } from './gate-model.ts';
import { holderOf } from './member-model.ts';
import type { ModelAccount, ModelPass } from './member-model.ts';

const TOMBSTONE_SECONDS = 30 * 24 * 3600;

interface ModelOpening {
  readonly claim: string;
  readonly openedAt: number;
  leaseUntil: number;
  readonly leaseCap: number;
  acknowledged: boolean;
  /** The person who opened; 0 without named people. */
  readonly n: number;
  /** The member who opened. */
  readonly by: ModelAccount | undefined;
}

export interface ModelTerms {
  readonly maxViews: number;
  readonly ttlSeconds: number;
  readonly password: boolean;
  readonly attemptLimit: number;
  readonly onLimit: OnLimit;
  readonly gates: ModelGates;
}

export interface ModelTry {
  /** Whether the open proof is right. */
  readonly right: boolean;
  readonly code: ModelCode;
  readonly pass: ModelPass | undefined;
  readonly now: number;
}

/** The outcome of an operation as far as the model predicts it: a result, or the error's code. */
export type ModelAnswer = string;

/**
 * A model of a share's behaviour without a database: one object per share, one step at a time. The erasure over time
 * (`sweep`) is a step like the others.
 */
export class ShareModel {
  readonly terms: ModelTerms;
  readonly gates: GateModel;
  readonly firstExpiresAt: number;
  expiresAt: number;
  /** The sum of all people; 0: unlimited. */
  maxViews: number;
  openings: ModelOpening[] = [];
  attempts = 0;
  locked = false;
  ended: { state: ShareState; at: number } | undefined;
  forgotten = false;

  constructor(terms: ModelTerms, now: number) {
    this.terms = terms;
    this.expiresAt = now + terms.ttlSeconds;
    this.firstExpiresAt = this.expiresAt;
    this.gates = new GateModel(terms.gates, { now, maxViews: terms.maxViews });
    this.maxViews = terms.maxViews * Math.max(1, terms.gates.people);
  }

  state(now: number): ShareState {
    if (this.ended) return this.ended.state;
    if (this.#isSpent()) return 'spent';
    if (now >= this.expiresAt) return 'expired';
    return this.locked ? 'locked' : 'live';
  }

  viewsLeft(now: number): number | null {
    if (this.state(now) === 'spent') return 0;
    return this.maxViews === 0 ? null : this.maxViews - this.openings.length;
  }

  open(claim: string, { right, code, pass, now }: ModelTry): ModelAnswer {
    if (this.forgotten) return 'not-found';
    const state = this.state(now);
    const known = this.openings.find((opening) => opening.claim === claim);
    if (right && known && this.#isReading(known, now)) return 'repeated';
    if (state !== 'live') return state === 'locked' ? 'locked' : `ended ${state}`;
    const holder = holderOf(pass, now);
    const { refusal, person } = this.gates.check(claim, { code, holder }, now);
    if (refusal !== undefined) return refusal;
    if (!right) return this.#wrongProof(now);
    if (known) return 'lease-over';
    const cap = now + 3600 + Math.ceil(1072 / 131072);
    const lease = { leaseUntil: now + LEASE_SECONDS, leaseCap: cap };
    const by = this.gates.members && holder;
    this.openings.push({ claim, openedAt: now, ...lease, acknowledged: false, n: person?.n ?? 0, by });
    this.gates.opened(claim, person);
    return 'opened';
  }

  ask(claim: string, n: number, now: number): ModelAnswer {
    if (this.forgotten) return 'not-found';
    if (!this.ended) this.gates.ask(claim, n, { now, isLive: this.state(now) === 'live' });
    return 'done';
  }

  reset(n: number, now: number): ModelAnswer {
    if (this.forgotten) return 'not-found';
    if (this.ended) return 'done';
    if (n > this.gates.people.length) return 'not-found';
    this.gates.reset(n, now);
    return 'done';
  }

  revoke(n: number, now: number): ModelAnswer {
    if (this.forgotten) return 'not-found';
    if (this.ended) return 'done';
    if (n > this.gates.people.length) return 'not-found';
    const revoked = this.gates.revoke(n, now);
    if (revoked === undefined) return 'done';
    // 0 would mean unlimited.
    const sum = this.maxViews > 0 ? this.maxViews - revoked.lost : revoked.isLast ? this.openings.length : 0;
    if (sum > 0) this.maxViews = sum;
    const isOver = revoked.isLast || this.#isSpent();
    if (isOver && this.reading(now) === 0) this.ended = { state: 'spent', at: now };
    return 'done';
  }

  shorten(expiresAt: number, now: number): ModelAnswer {
    if (this.forgotten) return 'not-found';
    if (!this.ended && expiresAt < this.expiresAt) this.expiresAt = Math.max(expiresAt, now);
    return 'done';
  }

  acknowledge(claim: string, now: number): ModelAnswer {
    if (this.forgotten) return 'not-found';
    const opening = this.openings.find((each) => each.claim === claim);
    if (!opening) return 'lease-over';
    if (this.ended) return opening.leaseUntil > now ? `ended ${this.ended.state}` : 'either';
    if (opening.acknowledged) return this.state(now);
    if (!this.#isReading(opening, now)) return 'lease-over';
    opening.acknowledged = true;
    const state = this.state(now);
    return this.#endIfOver(now) ? `ended ${state}` : state;
  }

  renew(claim: string, now: number): ModelAnswer {
    if (this.forgotten) return 'not-found';
    if (this.ended) return `ended ${this.ended.state}`;
    const opening = this.openings.find((each) => each.claim === claim);
    if (!opening || !this.#isReading(opening, now)) return 'lease-over';
    opening.leaseUntil = Math.max(opening.leaseUntil, Math.min(now + LEASE_SECONDS, opening.leaseCap));
    return `until ${opening.leaseUntil}`;
  }

  unlock(): ModelAnswer {
    if (this.forgotten) return 'not-found';
    if (this.locked && !this.ended) {
      this.locked = false;
      this.attempts = 0;
    }
    return 'done';
  }

  delete(now: number): ModelAnswer {
    if (this.forgotten) return 'not-found';
    this.ended ??= { state: 'deleted', at: now };
    return 'done';
  }

  sweep(now: number): void {
    this.gates.sweep(now);
    this.#endIfOver(now);
    if (this.ended && now >= Math.max(this.expiresAt, this.ended.at + TOMBSTONE_SECONDS)) this.forgotten = true;
  }

  reading(now: number): number {
    return this.ended ? 0 : this.openings.filter((opening) => this.#isReading(opening, now)).length;
  }

  #wrongProof(now: number): ModelAnswer {
    const { password, attemptLimit, onLimit } = this.terms;
    if (!password) return 'wrong-password';
    this.attempts++;
    if (this.attempts < attemptLimit) return `wrong-password ${attemptLimit - this.attempts}`;
    if (onLimit === 'destroy') {
      this.ended = { state: 'destroyed', at: now };
      return 'ended destroyed';
    }
    this.locked = true;
    return 'locked';
  }

  #isSpent(): boolean {
    return this.maxViews !== 0 && this.openings.length >= this.maxViews;
  }

  #isReading(opening: ModelOpening, now: number): boolean {
    return !this.ended && !opening.acknowledged && opening.leaseUntil > now;
  }

  #endIfOver(now: number): boolean {
    const state = this.state(now);
    if (this.ended || (state !== 'spent' && state !== 'expired') || this.reading(now) > 0) return false;
    this.ended = { state, at: now };
    return true;
  }
}
