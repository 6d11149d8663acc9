import { ApiError } from '#client/errors.ts';
import type { ApiOptions } from '#client/call.ts';
import type { Passes } from '#client/member-terms.ts';
import { createSessionApi, passesOf, sessionHeaders } from '#client/session-api.ts';
import type { SessionApi } from '#client/session-api.ts';
import { SESSION_TOKEN } from '#server/session/wire.ts';
import type { Session } from '#server/session/wire.ts';
import { readTextFile } from '#cli/files/read-text-file.ts';
import { inWords } from '#cli/language/words.ts';
import { Failure } from '#cli/terminal/exit-codes.ts';
import { members as words } from '#cli/words/members.ts';
import type { World } from '#cli/world.ts';
import { keptSessionOf } from './kept-session.ts';

/** The sign-in of this terminal at one service, if there is one. Its text goes to that service's `api/session` alone. */
export interface Membership {
  readonly isSignedIn: () => Promise<boolean>;
  /** Who has signed in. @throws Failure that says how to sign in; as `SessionApi` */
  readonly session: (signal: AbortSignal) => Promise<Session>;
  /** @throws Failure that says how to sign in; as `SessionApi` */
  readonly passes: Passes;
}

/** `file` is the one of SOTTO_SESSION_FILE, which `sotto` never changes. */
export interface FoundSession {
  readonly token: string;
  readonly file: string | undefined;
}

/** How to call a service from here. */
export interface Reach extends ApiOptions {
  /** Names of the headers that a sign-in in front of the service requires, in lower case. */
  readonly ownHeaders: readonly string[];
}

interface Place {
  readonly env: World['env'];
  /** Ends in `/`. */
  readonly publicUrl: string;
  /** For calls to this service. */
  readonly options: Reach;
}

/** @throws Failure if the headers file sets what the session needs */
export function sessionApiOf(options: Reach, token: string): SessionApi {
  expectNoOtherSignIn(options);
  return createSessionApi(options, sessionHeaders(token));
}

const names: Readonly<Record<string, string>> = { authorization: 'Authorization', cookie: 'Cookie' };

/**
 * A request has one Authorization: without that of the file, the sign-in in front would refuse the call, and get the
 * text for the terminal. The service itself refuses a session with cookies.
 * @throws Failure
 */
export function expectNoOtherSignIn({ ownHeaders }: Reach): void {
  const taken = ownHeaders.find((name) => name in names);
  if (taken !== undefined) throw new Failure('misused', inWords(words.headerTaken, { name: names[taken] ?? taken }));
}

/** @throws Failure for an unusable SOTTO_SESSION_FILE */
export async function findSession({
  env,
  publicUrl,
}: Pick<Place, 'env' | 'publicUrl'>): Promise<FoundSession | undefined> {
  const file = env['SOTTO_SESSION_FILE'] ?? '';
  // A link can name any server. The file is for the one in SOTTO_SERVER.
  if (file !== '' && isServerOf(env, publicUrl)) return { token: await readSessionFile(file), file };
  const token = await keptSessionOf(env, publicUrl).find();
  return token === undefined ? undefined : { token, file: undefined };
}

function isServerOf({ SOTTO_SERVER: given = '' }: World['env'], publicUrl: string): boolean {
  return URL.parse(given.endsWith('/') ? given : `${given}/`)?.href === publicUrl;
}

async function readSessionFile(file: string): Promise<string> {
  const [line = ''] = (await readTextFile('token', file)).split(/\r\n|\r|\n/);
  if (!SESSION_TOKEN.test(line)) throw new Failure('misused', words.sessionFile);
  return line;
}

/** Reads the file of the sign-in at the first use only: most commands need none. */
export function membershipAt(place: Place): Membership {
  const { publicUrl: server } = place;
  let found: ReturnType<typeof findSession> | undefined;
  const find = () => (found ??= findSession(place));
  const over = async () => {
    if ((await find())?.file === undefined)
      await keptSessionOf(place.env, server)
        .drop()
        .catch(() => undefined);
    return new Failure('refused', inWords(words.signInOver, { server }));
  };
  const signedIn = async () => {
    const session = await find();
    if (session === undefined) throw new Failure('refused', inWords(words.signInFirst, { server }));
    return sessionApiOf(place.options, session.token);
  };
  return {
    isSignedIn: async () => (await find()) !== undefined,
    async session(signal) {
      const session = await (await signedIn()).read({ signal });
      if (session === null) throw await over();
      return session;
    },
    async passes(purpose, id, signal) {
      const api = await signedIn();
      return passesOf(api)(purpose, id, signal).catch(async (error: unknown) => {
        throw error instanceof ApiError && error.code === 'pass-required' ? await over() : error;
      });
    },
  };
}
