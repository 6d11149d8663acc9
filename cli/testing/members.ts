import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { toBase64url } from '#crypto/bytes.ts';
import { SIGN_IN_SETTINGS, signedIn as signedInAnywhere } from '#server/testing/test-members.ts';
import type { TestMember } from '#server/testing/test-members.ts';
import type { TestService } from '#server/testing/test-service.ts';
import { runHere } from './run-here.ts';
import type { Ran } from './run-here.ts';

export type { TestMember };

/** Somebody who has just signed in a terminal. */
export const signedIn: typeof signedInAnywhere = (deps, claims) =>
  signedInAnywhere(deps, { ...claims, isTerminal: true });

/** Settings of a service on which the members of Example can sign in. Nothing asks the provider. */
export const SIGN_IN = {
  ...SIGN_IN_SETTINGS,
  SOTTO_SMTP_URL: 'smtp://localhost',
  SOTTO_MAIL_FROM: 'sotto@example.org',
};

const homes: string[] = [];
export const removeHomes = (): void => homes.splice(0).forEach((home) => rmSync(home, { recursive: true }));

/** A person at a machine of their own. */
export class Person {
  readonly home = mkdtempSync(join(tmpdir(), 'sotto-member-'));
  env: Readonly<Record<string, string>>;

  constructor(server: string) {
    homes.push(this.home);
    this.env = { HOME: this.home, SOTTO_SERVER: server };
  }
  run = (args: readonly string[], input = 'a secret'): Promise<Ran> => runHere(args, this.env, { input });
  sent = async (...args: string[]) => {
    const { out, err, code } = await this.run(['send', '--json', ...args]);
    if (code !== 0) throw new Error(err);
    return JSON.parse(out) as Readonly<Record<'link' | 'manageLink', string>>;
  };
  /** The files of `sotto login`. */
  sessions = (): string[] => {
    const folder = join(this.home, '.config/sotto/sessions');
    return existsSync(folder) ? readdirSync(folder).map((name) => join(folder, name)) : [];
  };
}

/** As the sign-in page shows it. */
export const textOf = ({ secret }: TestMember): string => `sotto_s_${toBase64url(secret)}`;

/** A person who has run `sotto login`. */
export async function memberAt(service: TestService, claims: Parameters<typeof signedIn>[1]) {
  const person = new Person(service.baseUrl);
  const member = await signedIn(service.deps, claims);
  const login = await person.run(['login'], `${textOf(member)}\n`);
  if (login.code !== 0) throw new Error(login.err);
  return Object.assign(person, { member, login });
}
