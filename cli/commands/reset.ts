import { clientCommand } from './client-command.ts';
import { changePerson } from './change-person.ts';
import { pickPerson } from './pick-person.ts';
import { Failure } from '#cli/terminal/exit-codes.ts';
import { inWords } from '#cli/language/words.ts';
import { resetUsage } from '#cli/usage/reset.ts';
import { people } from '#cli/words/people.ts';

const words = people.change;

export const resetCommand = clientCommand(resetUsage, async (call) => {
  const picked = await pickPerson(call);
  const { name: person } = picked;
  if (picked.person.revokedAt !== undefined) throw new Failure('misused', inWords(words.isRevoked, { person }));
  const { endedAt } = await changePerson(call, picked, 'reset');
  if (endedAt !== undefined) throw new Failure('over', words.isOver);
  if (!call.values.json) call.say(inWords(words.reset, { person }));
  return undefined;
});
