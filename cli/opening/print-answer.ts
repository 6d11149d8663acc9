import type { Inbox } from '#client/inbox.ts';
import type { Owner } from '#client/manage.ts';
import { acknowledgeAnswer, openAnswer } from '#client/open-answer.ts';
import { newClaim } from '#client/open.ts';
import { openingTag } from './opening-file.ts';
import { fetchFiles } from '#cli/files/fetch-files.ts';
import type { Call } from '#cli/commands/client-command.ts';
import type { inboxUsage } from '#cli/usage/inbox.ts';
import { expectOutput } from '#cli/terminal/lost-output.ts';
import { acknowledgeIfReached } from './opening.ts';
import { flush, writeJson } from '#cli/terminal/output.ts';
import { pathBelow } from '#cli/files/path-below.ts';
import type { Service } from '#cli/service/service.ts';
import { contentForPrograms, showContent, writesOutput } from '#cli/terminal/show-content.ts';
import { sayMismatch } from '#cli/terminal/terms-words.ts';
import { numberInWords, timeInWords, timeStamp } from '#cli/terminal/wording.ts';
import { inWords } from '#cli/language/words.ts';
import { inbox as words } from '#cli/words/inbox.ts';
import { output } from '#cli/words/output.ts';

interface Answering {
  readonly service: Service;
  readonly owner: Owner;
  readonly answer: Inbox['answers'][number];
  /** Counts from 1, in the order of arrival. */
  readonly number: number;
}

/** Opens one answer, outputs it, then acknowledges it. @throws as `openAnswer` */
export async function printAnswer(
  call: Call<typeof inboxUsage>,
  { service, owner, answer, number }: Answering,
): Promise<void> {
  const { world, values, signal, say } = call;
  const claim = newClaim();
  const reader = await openAnswer(service.api, { ...owner, answer, claim, signal });
  if (!values.json) say(inWords(words.answer, { number: numberInWords(number), when: timeInWords(answer.createdAt) }));
  const { payload } = reader.opened;
  sayMismatch(say, reader.opened.mismatch);
  if (writesOutput(payload, values.json)) expectOutput(world.stdout, output.lost.answer);
  const saved = await fetchFiles(call, {
    api: service.api,
    opened: reader.opened,
    holder: { id: reader.id, linkKey: reader.linkKey, claim },
    tag: openingTag(claim),
    folder: pathBelow(values.output ?? '.', `answer-${number}`),
  });
  if (values.json) {
    const about = { number, createdAt: timeStamp(answer.createdAt), expiresAt: timeStamp(answer.expiresAt) };
    await writeJson(world.stdout, { ...about, ...contentForPrograms(payload, saved) });
    await flush();
  } else {
    await showContent(world, payload, { saved, say });
  }
  await acknowledgeIfReached(acknowledgeAnswer(service.api, { ...owner, answer: reader, claim, signal }));
}
