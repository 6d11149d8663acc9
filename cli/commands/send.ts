import { prepareShare } from '#client/share.ts';
import { MAX_VIEWS } from '#crypto/limits.ts';
import { clientCommand } from './client-command.ts';
import type { Call } from './client-command.ts';
import { readContents } from '#cli/files/read-contents.ts';
import type { SendContents } from '#cli/files/read-contents.ts';
import { readDurationOption } from '#cli/terminal/duration.ts';
import { Failure } from '#cli/terminal/exit-codes.ts';
import { explain } from '#cli/terminal/explain.ts';
import { releaseTerminal } from '#cli/terminal/held-terminal.ts';
import { nativeKdf } from '#cli/opening/kdf.ts';
import { expectOutput } from '#cli/terminal/lost-output.ts';
import { newPassword } from '#cli/opening/password.ts';
import { expectRoom } from '#cli/files/room.ts';
import { FileChangedFailure, sendPrepared } from '#cli/files/send-body.ts';
import { chosenService, configOf, sayOtherAddress } from '#cli/service/service.ts';
import { chooseMembers, expectOneChoice } from './choose-members.ts';
import { asMember, chooseGates, readGates } from './read-gates.ts';
import { sendEach } from './send-each.ts';
import { tellShared } from './tell-shared.ts';
import type { Told } from './tell-shared.ts';
import { readTitle } from '#cli/terminal/title.ts';
import { inWords } from '#cli/language/words.ts';
import { sendUsage } from '#cli/usage/send.ts';
import { output } from '#cli/words/output.ts';
import { program } from '#cli/words/program.ts';
import { sharing } from '#cli/words/sharing.ts';

export const sendCommand = clientCommand(sendUsage, async (call) => {
  const { world, values, signal } = call;
  expectOutput(world.stdout, output.lost.sent);
  const maxViews = readViews(values);
  const ttlSeconds = values.expires === undefined ? undefined : readDurationOption('--expires', values.expires);
  const title = values.title && readTitle(values.title);
  expectOneChoice(values);
  const wanted = await readGates(call);
  const service = await chosenService(world, values);
  const { api, hasToken } = service;
  const config = await configOf(service, signal);
  const terms = { maxViews, ttlSeconds: ttlSeconds ?? config.defaultTtlSeconds };
  const chosen = chooseGates(call, wanted, { config, hasToken, ...terms });
  const needsMember = asMember(chosen, config);
  const gates = { ...chosen, ...(await chooseMembers(call, { kind: 'share', service, config, needsMember })) };
  const about = { isSealing: true, policy: config, hasToken, hasPeople: gates.people !== undefined };
  const contents = await readContents(call, call.positionals, {
    maxBytes: config.maxFilesBytes,
    skipUnreadable: values['skip-unreadable'] ?? false,
  });
  expectRoom({ ...contents, title }, config);
  const password = await newPassword(call, values, config.requirePassword && world.stderr.isTTY);
  releaseTerminal(world);
  const sendOne = (tell: (told: Told) => Promise<void>) =>
    sendWhatStays(call, contents, async ({ text, files, skipped }) => {
      const prepared = await prepareShare(api, {
        ...{ text, title, password, kdf: nativeKdf, signal, ...terms, ...gates },
        files: files.map(({ entry }) => entry),
      }).catch((error: unknown) => {
        throw explain(error, about);
      });
      await sendPrepared(call, {
        api,
        prepared,
        files,
        about,
        passes: gates.passes,
        deliver: (shared) => tell({ shared, gates, skipped }),
      });
    });
  if (wanted.names === undefined) await sendOne((told) => tellShared(call, told));
  else await sendEach(call, wanted.names, sendOne);
  sayOtherAddress(call, service, config);
  return undefined;
});

type Options = Pick<Call<typeof sendUsage>, 'say' | 'values'>;

/** With --skip-unreadable, a file that changes while it is sent is left out, and the rest is encrypted again. */
async function sendWhatStays(
  { say, values }: Options,
  contents: SendContents,
  send: (contents: SendContents) => Promise<void>,
) {
  for (let left = contents; ;) {
    try {
      await send(left);
      return;
    } catch (error) {
      if (!(error instanceof FileChangedFailure) || !values['skip-unreadable']) throw error;
      const files = left.files.filter((file) => file !== error.file);
      if (files.length === 0 && left.text === '') throw error;
      say(inWords(sharing.leftOutChanged, { path: error.file.path }));
      left = { ...left, files, skipped: [...left.skipped, error.file.path] };
    }
  }
}

/** @returns 0 for unlimited views. @throws Failure */
export function readViews({
  once,
  views,
}: {
  readonly once?: boolean | undefined;
  readonly views?: string | undefined;
}) {
  if (views === undefined) return 1;
  if (once) throw new Failure('misused', program.option.onceAndViews);
  if (views === 'unlimited') return 0;
  const count = /^\d{1,3}$/.test(views) ? Number(views) : 0;
  if (count < 1 || count > MAX_VIEWS)
    throw new Failure('misused', inWords(program.option.views, { most: String(MAX_VIEWS) }));
  return count;
}
