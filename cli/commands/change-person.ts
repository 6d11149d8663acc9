import { changeRecipient } from '#client/manage.ts';
import type { RecipientStatus } from '#server/owner/wire.ts';
import { Failure } from '#cli/terminal/exit-codes.ts';
import { writeJson } from '#cli/terminal/output.ts';
import { people } from '#cli/words/people.ts';
import type { Call } from './client-command.ts';
import { personForPrograms } from './pick-person.ts';
import type { Picked } from './pick-person.ts';

/** Changes what a person may do. @returns the person afterwards. @throws Failure if the share has ended */
export async function changePerson(
  { world, values }: Call,
  { api, owner, n }: Picked,
  action: 'revoke' | 'reset',
): Promise<RecipientStatus> {
  const { people: named, addresses, state } = await changeRecipient(api, { ...owner, n, action });
  const person = named?.recipients.find((one) => one.n === n);
  if (person === undefined) throw new Failure('over', people.change.isOver);
  if (values['json'] === true) {
    await writeJson(world.stdout, { state, ...personForPrograms(person, addresses?.[n - 1]) });
  }
  return person;
}
