import { SESSION_TOKEN } from '#server/session/wire.ts';
import type { Session } from '#server/session/wire.ts';
import { keptSessionOf } from '#cli/members/kept-session.ts';
import { expectNoOtherSignIn, sessionApiOf } from '#cli/members/membership.ts';
import { apiOptionsFor, chosenServer, configOf, serviceAt } from '#cli/service/service.ts';
import { Failure } from '#cli/terminal/exit-codes.ts';
import { releaseTerminal } from '#cli/terminal/held-terminal.ts';
import { printableLine, printablePath } from '#cli/terminal/printable.ts';
import { readText } from '#cli/terminal/standard-input.ts';
import { askHidden } from '#cli/terminal/terminal.ts';
import { timeInWords } from '#cli/terminal/wording.ts';
import { loginUsage } from '#cli/usage/login.ts';
import { inWords } from '#cli/language/words.ts';
import { members as words } from '#cli/words/members.ts';
import { clientCommand } from './client-command.ts';
import type { Call } from './client-command.ts';

export const loginCommand = clientCommand(loginUsage, async (call) => {
  const { world, values, signal, say } = call;
  const server = chosenServer(world, values);
  const { signIn } = await configOf(await serviceAt(world, server, values), signal);
  if (signIn === undefined) throw new Failure('refused', words.noSignIn);
  const reach = await apiOptionsFor(world.env, server, values);
  expectNoOtherSignIn(reach);
  const name = printableLine(signIn.name);
  const address = `${server}sign-in`;
  const token = await readToken(call, inWords(words.login.open, { address, name }));
  const api = sessionApiOf(reach, token);
  const session = await api.read({ signal });
  if (session === null) throw new Failure('refused', inWords(words.login.refused, { address }));
  await keep(call, server, token).catch(async (error: unknown) => {
    await api.end({ signal }).catch(() => undefined);
    throw error;
  });
  say(signedInWords(name, session));
  if (!session.creator) say(words.login.notCreator);
  return undefined;
});

/** From a pipe, or pasted at a prompt without echo. @throws Failure that does not repeat what was read */
async function readToken(call: Call<typeof loginUsage>, how: string): Promise<string> {
  const { world, signal, say } = call;
  const isTerminal = world.stdin.isTTY;
  if (isTerminal) say(how);
  const read = isTerminal
    ? await askHidden(call, words.login.paste, words.login.hint)
    : await readText(world.stdin, signal);
  releaseTerminal(world);
  const token = read.trim();
  if (!SESSION_TOKEN.test(token)) throw new Failure('misused', words.login.notSession);
  return token;
}

/** Ends the sign-in that this one replaces. @throws Failure */
async function keep({ world: { env }, values, signal }: Call<typeof loginUsage>, server: string, token: string) {
  const kept = keptSessionOf(env, server);
  if (kept.path === undefined) throw new Failure('failed', words.login.noFolder);
  const before = await kept.find();
  await kept.keep(token).catch((cause: unknown) => {
    throw new Failure('failed', inWords(words.login.notKept, { file: printablePath(kept.path ?? '') }), { cause });
  });
  if (before === undefined || before === token) return;
  const api = sessionApiOf(await apiOptionsFor(env, server, values), before);
  await api.end({ signal }).catch(() => undefined);
}

const signedInWords = (name: string, { who, expiresAt }: Session): string =>
  inWords(words.login.done, { name, who: printableLine(who), time: timeInWords(expiresAt) });
