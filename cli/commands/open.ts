import { accessSync, constants } from 'node:fs';
import { clientCommand } from './client-command.ts';
import type { Call } from './client-command.ts';
import { expectPlainNames } from '#cli/files/dot-names.ts';
import { Failure } from '#cli/terminal/exit-codes.ts';
import { fetchFiles } from '#cli/files/fetch-files.ts';
import { takeLink } from '#cli/opening/link-argument.ts';
import { explainUnfinished, openLink } from '#cli/opening/opening.ts';
import type { Opening } from '#cli/opening/opening.ts';
import { expectOutput } from '#cli/terminal/lost-output.ts';
import { flush, writeJson } from '#cli/terminal/output.ts';
import { printableLine } from '#cli/terminal/printable.ts';
import { expectFolder } from '#cli/files/save-files.ts';
import { contentForPrograms, showContent, writesOutput } from '#cli/terminal/show-content.ts';
import { timeStamp } from '#cli/terminal/wording.ts';
import { readInto, writeInto } from './open-into.ts';
import { inWords } from '#cli/language/words.ts';
import { openUsage } from '#cli/usage/open.ts';
import { opening as words } from '#cli/words/opening.ts';
import { output } from '#cli/words/output.ts';

export const openCommand = clientCommand(openUsage, async (call) => {
  const { world, values, say } = call;
  const into = await readInto(call);
  const link = await takeLink(call, call.positionals[0]);
  if (values.output !== undefined) await expectFolder(values.output);
  // With -o, only the files matter.
  else if (into === undefined) expectOutput(world.stdout, output.lost.opened);
  const opening = await openLink(call, link);
  const { payload } = opening.opened;
  if (payload.title !== undefined && !values.json) say(inWords(output.title, { title: printableLine(payload.title) }));
  if (into !== undefined) await writeInto(call, opening, into);
  else
    await giveOut(call, opening).catch((error: unknown) => {
      throw explainUnfinished(error, opening);
    });
  await opening.acknowledge();
  if (payload.reply !== undefined && !values.json && world.stderr.isTTY) {
    say(`${words.reply}\n${printableLine(payload.reply)}`);
  }
  return undefined;
});

/** Only the opened content says whether there are files to save. @throws Failure if they cannot be saved here */
function expectHere(): void {
  try {
    accessSync(process.cwd(), constants.W_OK | constants.X_OK);
  } catch (cause) {
    throw new Failure('failed', words.notHere, { cause });
  }
}

async function giveOut(call: Call<typeof openUsage>, opening: Opening): Promise<void> {
  const { world, values, say } = call;
  const { payload, viewsLeft, openedAt } = opening.opened;
  if (writesOutput(payload, values.json)) expectOutput(world.stdout, output.lost.written);
  if (payload.files !== undefined && values.output === undefined) {
    expectHere();
    await expectPlainNames(call, { files: payload.files, isKept: opening.isKept });
  }
  const saved = await fetchFiles(call, { ...opening, folder: values.output ?? '.' });
  if (!values.json) return showContent(world, payload, { saved, say });
  const { createdAt, expiresAt } = payload;
  const times = { createdAt: timeStamp(createdAt), expiresAt: timeStamp(expiresAt), openedAt: timeStamp(openedAt) };
  await writeJson(world.stdout, { ...contentForPrograms(payload, saved), ...times, viewsLeft });
  await flush();
}
