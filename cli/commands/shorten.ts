import { shorten } from '#client/manage.ts';
import { clientCommand } from './client-command.ts';
import { readChangeable, takeManageLink } from './pick-person.ts';
import { serviceAt } from '#cli/service/service.ts';
import { Failure } from '#cli/terminal/exit-codes.ts';
import { writeJson } from '#cli/terminal/output.ts';
import { readTimeOption, secondOf } from '#cli/terminal/time-option.ts';
import { timeInWords, timeStamp } from '#cli/terminal/wording.ts';
import { inWords } from '#cli/language/words.ts';
import { shortenUsage } from '#cli/usage/shorten.ts';
import { people } from '#cli/words/people.ts';

const words = people.change;

export const shortenCommand = clientCommand(shortenUsage, async (call) => {
  const { world, values, signal, say } = call;
  const wanted = readTimeOption('--expires', values.expires ?? '');
  const link = await takeManageLink(call, call.positionals[0]);
  const service = await serviceAt(world, link.publicUrl, values);
  const { api } = service;
  const { serverTime } = await api.config({ signal });
  const wantedEnd = secondOf(wanted, serverTime);
  if (wantedEnd <= serverTime) throw new Failure('misused', words.past);
  const owner = { id: link.id, ownerKey: link.key, signal };
  const { notBefore = 0 } = await readChangeable(service, owner);
  if (wantedEnd <= notBefore)
    throw new Failure('misused', inWords(words.beforeStart, { time: timeInWords(notBefore, serverTime) }));
  const { state, expiresAt } = await shorten(api, { ...owner, expiresAt: wantedEnd });
  if (state !== 'live' && state !== 'locked') throw new Failure('over', words.isOver);
  if (values.json) await writeJson(world.stdout, { state, expiresAt: timeStamp(expiresAt) });
  else {
    const time = timeInWords(expiresAt, serverTime);
    say(inWords(expiresAt < wantedEnd ? words.endsEarlier : words.shortened, { time }));
  }
  return undefined;
});
