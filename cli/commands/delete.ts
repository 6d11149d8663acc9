import { deleteRequest } from '#client/inbox.ts';
import { remove } from '#client/manage.ts';
import { clientCommand } from './client-command.ts';
import { Failure } from '#cli/terminal/exit-codes.ts';
import { releaseTerminal } from '#cli/terminal/held-terminal.ts';
import { expectKind, takeLink } from '#cli/opening/link-argument.ts';
import { writeJson } from '#cli/terminal/output.ts';
import { serviceAt } from '#cli/service/service.ts';
import { deleteUsage } from '#cli/usage/delete.ts';
import { ofEither } from './of-either.ts';
import { confirm, isInteractive } from '#cli/terminal/terminal.ts';
import { prompts } from '#cli/words/prompts.ts';
import { status } from '#cli/words/status.ts';

const words = status.delete;

export const deleteCommand = clientCommand(deleteUsage, async (call) => {
  const { world, values, signal, say } = call;
  const link = await takeLink(call, call.positionals[0]);
  releaseTerminal(call.world);
  expectKind(link, 'manage');
  if (!values.yes && isInteractive(world) && !(await confirm(call, prompts.delete, false))) {
    throw new Failure('misused', words.kept);
  }
  const { api, requests } = await serviceAt(world, link.publicUrl, values);
  const owner = { id: link.id, ownerKey: link.key, signal };
  const { state } = await ofEither<{ readonly state: string }>(
    () => remove(api, owner),
    () => deleteRequest(requests, owner),
  );
  if (values.json) await writeJson(world.stdout, { state });
  else say(endedInWords(state));
  return undefined;
});

function endedInWords(state: string): string {
  switch (state) {
    case 'deleted':
      return words.deleted;
    case 'spent':
    case 'expired':
    case 'destroyed':
      return words.ended[state];
    default:
      return words.ended.other;
  }
}
