import { changeRecipient } from '#client/manage.ts';
import type { ManagedShare } from '#client/manage.ts';
import { everyPerson } from '#client/named-people.ts';
import { writeJson } from '#cli/terminal/output.ts';
import type { Call } from './client-command.ts';
import { personForPrograms } from './pick-person.ts';
import type { Picked } from './pick-person.ts';

/** Changes what a person may do. @returns the share afterwards, which ends with the last opening that is taken away */
export async function changePerson(
  { world, values }: Call,
  { api, owner, n }: Picked,
  action: 'revoke' | 'reset',
): Promise<ManagedShare> {
  const share = await changeRecipient(api, { ...owner, n, action });
  if (values['json'] === true) {
    const person = everyPerson(share).find((one) => one.n === n) ?? { n, openedAt: [] };
    await writeJson(world.stdout, { state: share.state, ...personForPrograms(person, share.addresses?.[n - 1]) });
  }
  return share;
}
