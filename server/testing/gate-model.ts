import { groupsOf } from './member-model.ts';
import type { ModelAccount } from './member-model.ts';

/** Mails of a person's own, of all people together beyond those, and with one code. */
const [OWN_ASKS, EXTRA_ASKS, CODE_SENDS] = [3, 10, 3];
const EXTRA_EVERY_SECONDS = 43_200;
const CODE_SECONDS = 1800;
const CODE_TRIES = 5;
const FORGOTTEN_SECONDS = 86_400;

interface ModelPerson {
  /** From 1. */
  readonly n: number;
  spent: number;
  asks: number;
  asksAtReset: number;
  resetAt: number | undefined;
  hasMail: boolean;
  asksLeft: number;
  revokedAt: number | undefined;
}

interface ModelAsk {
  /** 0: nobody who gets a mail. */
  readonly n: number;
  readonly until: number;
  readonly sends: number;
  readonly lastAskedAt: number;
  tries: number;
}

export interface ModelGates {
  /** How many people are named. */
  readonly people: 0 | 1 | 2;
  /** After the creation; undefined without this gate. */
  readonly notBeforeSeconds: number | undefined;
  /** The groups whose members may open; empty: every member. Undefined without this gate, and with named people. */
  readonly members: readonly string[] | undefined;
}

/** `mailed`: the code that the claim's last mail carries, if there was one. */
export type ModelCode = 'none' | 'mailed' | 'wrong';

export interface ModelCredentials {
  readonly code: ModelCode;
  /** Whose pass it is; undefined without one that is good. */
  readonly holder: ModelAccount | undefined;
}

export interface GateOutcome {
  readonly refusal?: string;
  readonly person?: ModelPerson;
}

/** The gates of one share without a database. Its caller knows the share's state, time and views. */
export class GateModel {
  readonly createdAt: number;
  readonly viewsEach: number;
  readonly notBefore: number | undefined;
  readonly people: readonly ModelPerson[];
  readonly members: readonly string[] | undefined;
  asks = new Map<string, ModelAsk>();
  extraAsks = 0;

  constructor({ people, notBeforeSeconds, members }: ModelGates, { now, maxViews }: { now: number; maxViews: number }) {
    this.createdAt = now;
    this.viewsEach = maxViews;
    this.members = members;
    this.notBefore = notBeforeSeconds === undefined ? undefined : now + notBeforeSeconds;
    this.people = Array.from({ length: people }, (_, at) => ({
      ...{ n: at + 1, spent: 0, asks: 0, asksLeft: OWN_ASKS, revokedAt: undefined },
      ...{ asksAtReset: 0, resetAt: undefined, hasMail: false },
    }));
  }

  get isNamed(): boolean {
    return this.people.length > 0;
  }

  ask(claim: string, n: number, { now, isLive }: { now: number; isLive: boolean }): void {
    if (!this.isNamed) return;
    const before = this.asks.get(claim);
    const person =
      isLive && !this.#isEarly(now) ? this.people.find((one) => one.n === n && this.#mayOpen(one)) : undefined;
    const same = person && before?.n === person.n && before.until > now ? before : undefined;
    const extra = EXTRA_ASKS + Math.floor((now - this.createdAt) / EXTRA_EVERY_SECONDS) - this.extraAsks;
    const isSent = person !== undefined && (same?.sends ?? 0) < CODE_SENDS && (person.asksLeft > 0 || extra > 0);
    if (isSent) {
      if (person.asksLeft === 0) this.extraAsks += 1;
      person.asksLeft = Math.max(0, person.asksLeft - 1);
      person.asks += 1;
      person.hasMail = true;
    }
    const tries = before?.tries ?? 0;
    const fresh = { n: isSent ? n : 0, until: now + CODE_SECONDS, sends: 1, tries, lastAskedAt: now };
    const again = same && { ...same, sends: same.sends + (isSent ? 1 : 0), lastAskedAt: now };
    this.asks.set(claim, again ?? fresh);
  }

  /** Checks the gates of a live share, and counts a wrong code. */
  check(claim: string, { code, holder }: ModelCredentials, now: number): GateOutcome {
    if (this.#isEarly(now)) return { refusal: 'too-early' };
    if (this.members) return this.#checkMember(this.members, holder);
    if (!this.isNamed) return {};
    if (code === 'none') return { refusal: 'code-required' };
    const ask = this.asks.get(claim);
    if (ask === undefined || ask.tries >= CODE_TRIES) return { refusal: 'wrong-code 0' };
    const person = this.people.find(({ n }) => n === ask.n);
    if (code === 'mailed' && person !== undefined) {
      const isGood = ask.until > now && this.#mayOpen(person);
      return isGood ? { person } : { refusal: 'wrong-code 0' };
    }
    ask.tries += 1;
    return { refusal: `wrong-code ${CODE_TRIES - ask.tries}` };
  }

  opened(claim: string, person: ModelPerson | undefined): void {
    if (person === undefined) return;
    person.spent += 1;
    this.asks.delete(claim);
  }

  sweep(now: number): void {
    for (const [claim, ask] of this.asks) if (ask.lastAskedAt < now - FORGOTTEN_SECONDS) this.asks.delete(claim);
  }

  reset(n: number, now: number): void {
    const person = this.people.find((one) => one.n === n);
    if (person === undefined || person.revokedAt !== undefined) return;
    this.#disown(n);
    for (const ask of this.asks.values()) ask.tries = 0;
    person.asksLeft = OWN_ASKS;
    Object.assign(person, { asksAtReset: person.asks, resetAt: now, hasMail: false });
  }

  /** @returns the openings that leave the sum, and whether nobody is left; undefined without an effect */
  revoke(n: number, now: number): { readonly lost: number; readonly isLast: boolean } | undefined {
    const person = this.people.find((one) => one.n === n);
    if (person === undefined || person.revokedAt !== undefined) return undefined;
    this.#disown(n);
    Object.assign(person, { revokedAt: now, hasMail: false });
    const lost = this.viewsEach === 0 ? 0 : this.viewsEach - person.spent;
    return { lost, isLast: this.people.every(({ revokedAt }) => revokedAt !== undefined) };
  }

  #checkMember(groups: readonly string[], holder: ModelAccount | undefined): GateOutcome {
    if (holder === undefined) return { refusal: 'pass-required' };
    const isMember = groups.length === 0 || groupsOf[holder].some((group) => groups.includes(group));
    return isMember ? {} : { refusal: 'not-a-member' };
  }

  #disown(n: number): void {
    for (const [claim, ask] of this.asks) if (ask.n === n) this.asks.set(claim, { ...ask, n: 0 });
  }

  #isEarly(now: number): boolean {
    return this.notBefore !== undefined && now < this.notBefore;
  }

  #mayOpen({ revokedAt, spent }: ModelPerson): boolean {
    return revokedAt === undefined && (this.viewsEach === 0 || spent < this.viewsEach);
  }
}
