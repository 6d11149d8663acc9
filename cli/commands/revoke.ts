import { clientCommand } from './client-command.ts';
import { changePerson } from './change-person.ts';
import { pickPerson } from './pick-person.ts';
import { Failure } from '#cli/terminal/exit-codes.ts';
import { confirm, isInteractive } from '#cli/terminal/terminal.ts';
import { sentences, timesInWords } from '#cli/terminal/wording.ts';
import { inWords } from '#cli/language/words.ts';
import { revokeUsage } from '#cli/usage/revoke.ts';
import { people } from '#cli/words/people.ts';

const words = people.change;

export const revokeCommand = clientCommand(revokeUsage, async (call) => {
  const { world, values, say } = call;
  const picked = await pickPerson(call);
  const { name: person } = picked;
  const isAsked = !values.yes && isInteractive(world) && picked.person.revokedAt === undefined;
  if (isAsked && !(await confirm(call, inWords(words.confirmRevoke, { person }), false)))
    throw new Failure('misused', words.kept);
  const { people: named, endedAt } = await changePerson(call, picked, 'revoke');
  if (values.json) return undefined;
  const { openedAt = [] } = named?.recipients.find(({ n }) => n === picked.n) ?? {};
  const revoked =
    openedAt.length === 0
      ? inWords(words.revoked, { person })
      : inWords(words.hadOpened, { person, times: timesInWords(openedAt) });
  say(endedAt === undefined ? revoked : sentences(revoked, words.nobodyLeft));
  return undefined;
});
