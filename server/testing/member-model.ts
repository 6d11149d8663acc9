const SESSION_SECONDS = 43_200;
const PASS_SECONDS = 300;

/** Two accounts at the provider. */
export type ModelAccount = 'ana' | 'eve';
export const groupsOf = { ana: ['ops'], eve: ['guests'] } as const;

interface ModelSession {
  readonly account: ModelAccount;
  readonly until: number;
  isOver: boolean;
}

/** For one share. */
export interface ModelPass {
  readonly session: ModelSession;
  readonly until: number;
}

/** The sessions of both accounts and their passes, without a database. */
export class MemberModel {
  readonly #sessions = new Map<ModelAccount, ModelSession>();

  signIn(account: ModelAccount, now: number): void {
    this.#sessions.set(account, { account, until: now + SESSION_SECONDS, isOver: false });
  }

  signOut(account: ModelAccount): void {
    this.#sessionOf(account).isOver = true;
  }

  /** As if it had been asked for just before the session ended. */
  pass(account: ModelAccount, now: number): ModelPass {
    return { session: this.#sessionOf(account), until: now + PASS_SECONDS };
  }

  #sessionOf(account: ModelAccount): ModelSession {
    const session = this.#sessions.get(account);
    if (session === undefined) throw new Error(`${account} has never signed in.`);
    return session;
  }
}

/** @returns whose pass it is; undefined if it opens nothing any more */
export function holderOf(pass: ModelPass | undefined, now: number): ModelAccount | undefined {
  if (pass === undefined || pass.session.isOver) return undefined;
  return now < pass.until && now < pass.session.until ? pass.session.account : undefined;
}
