import { ApiError } from '#client/errors.ts';
import { keptSessionOf } from '#cli/members/kept-session.ts';
import { findSession, sessionApiOf } from '#cli/members/membership.ts';
import type { FoundSession } from '#cli/members/membership.ts';
import { apiOptionsFor, chosenServer } from '#cli/service/service.ts';
import { Failure } from '#cli/terminal/exit-codes.ts';
import { printablePath } from '#cli/terminal/printable.ts';
import { logoutUsage } from '#cli/usage/login.ts';
import { inWords } from '#cli/language/words.ts';
import { members as words } from '#cli/words/members.ts';
import { clientCommand } from './client-command.ts';
import type { Call } from './client-command.ts';

export const logoutCommand = clientCommand(logoutUsage, async (call) => {
  const { world, values, say } = call;
  const server = chosenServer(world, values);
  const found = await findSession({ env: world.env, publicUrl: server });
  if (found === undefined) {
    say(inWords(words.logout.none, { server }));
    return undefined;
  }
  const isEnded = await end(call, server, found);
  if (found.file === undefined) await forget(call, server);
  if (!isEnded) {
    throw new Failure(
      'unreachable',
      found.file === undefined ? words.logout.notConfirmed : words.logout.notConfirmedFile,
    );
  }
  if (found.file === undefined) say(inWords(words.logout.done, { server }));
  else say(inWords(words.logout.fileStays, { file: printablePath(found.file) }));
  return undefined;
});

/** @returns whether the server has confirmed it. It also confirms what had ended before. */
async function end(
  { world, values, signal }: Call<typeof logoutUsage>,
  server: string,
  { token }: FoundSession,
): Promise<boolean> {
  try {
    await sessionApiOf(await apiOptionsFor(world.env, server, values), token).end({ signal });
    return true;
  } catch (error) {
    signal.throwIfAborted();
    return error instanceof ApiError && ['pass-required', 'not-found'].includes(error.code);
  }
}

/** @throws Failure */
async function forget({ world }: Call, server: string): Promise<void> {
  const kept = keptSessionOf(world.env, server);
  await kept.drop().catch((cause: unknown) => {
    throw new Failure('failed', inWords(words.logout.notDeleted, { file: printablePath(kept.path ?? '') }), { cause });
  });
}
