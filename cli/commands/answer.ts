import { prepareAnswer } from '#client/answer.ts';
import { describeRequest, readQuestion } from '#client/question.ts';
import type { Question } from '#client/question.ts';
import type { Shared } from '#client/share.ts';
import { givenFields } from './answer-fields.ts';
import { shownSender } from '#client/shown-sender.ts';
import type { WholeLink } from '#client/whole-link.ts';
import { checkPrimitives } from '#crypto/self-check.ts';
import { clientCommand } from './client-command.ts';
import type { Call } from './client-command.ts';
import { typedOrPiped } from '#cli/files/read-contents.ts';
import { Failure } from '#cli/terminal/exit-codes.ts';
import { explain } from '#cli/terminal/explain.ts';
import { holdTerminal, releaseTerminal } from '#cli/terminal/held-terminal.ts';
import { expectKind, takeLink } from '#cli/opening/link-argument.ts';
import { writeJson, writeTo } from '#cli/terminal/output.ts';
import { printable, printableLine } from '#cli/terminal/printable.ts';
import { readFiles } from '#cli/files/read-files.ts';
import { expectRoom } from '#cli/files/room.ts';
import { sendPrepared } from '#cli/files/send-body.ts';
import { serviceAt } from '#cli/service/service.ts';
import { isInteractive } from '#cli/terminal/terminal.ts';
import { sayAskedMismatch } from '#cli/terminal/terms-words.ts';
import { answerUsage } from '#cli/usage/answer.ts';
import { sentences, timeInWords, timeStamp } from '#cli/terminal/wording.ts';
import { inWords } from '#cli/language/words.ts';
import { expectMember } from '#cli/members/expect-member.ts';
import { members as memberWords } from '#cli/words/members.ts';
import { sharing } from '#cli/words/sharing.ts';

const words = sharing.answer;

export const answerCommand = clientCommand(answerUsage, async (call) => {
  const [first, ...paths] = call.positionals;
  const link = await takeLink(call, first, 'used');
  if (isInteractive(call.world)) holdTerminal(call.world);
  expectKind(link, 'request');
  await checkPrimitives();
  const { api, requests, membership } = await serviceAt(call.world, link.publicUrl, call.values);
  const holder = { id: link.id, linkKey: link.key, passes: membership.passes, signal: call.signal };
  const { state, members } = await describeRequest(requests, holder);
  if (state !== 'open') throw new Failure('over', words.closed[state]);
  if (members !== undefined) await expectMember(membership, members, call.signal);
  const question = await readQuestion(requests, holder);
  sayAskedMismatch(call.say, question.mismatch);
  if (call.world.stderr.isTTY) show(call, link, question);
  const policy = await api.config({ signal: call.signal });
  const reading = {
    ...{ say: call.say, signal: call.signal, maxBytes: policy.maxFilesBytes },
    skipUnreadable: call.values['skip-unreadable'] ?? false,
  };
  const given = await givenFields(call, question.asked.fields ?? [], {
    given: call.values.field ?? [],
    partial: call.values.partial ?? false,
    maxBytes: policy.maxFilesBytes,
  });
  const others = await readFiles(paths, { ...reading, taken: given.files.map(({ entry }) => entry.name) });
  const files = [...given.files, ...others.files];
  const text = given.wantsText && files.length === 0 ? await typedOrPiped(call) : '';
  if (text === '' && given.fields.length === 0 && files.length === 0) throw new Failure('misused', words.empty);
  expectRoom({ text, fields: given.fields, files }, policy);
  releaseTerminal(call.world);
  const about = { isSealing: true, policy };
  const draft = {
    text,
    fields: given.fields,
    files: files.map(({ entry }) => entry),
    signal: call.signal,
  };
  const prepared = await prepareAnswer(api, { ...holder, asked: question.asked }, draft).catch((error: unknown) => {
    throw explain(error, about);
  });
  const deliver = (shared: Shared) => tellSent(call, shared);
  await sendPrepared(call, { api, prepared, files, about, passes: membership.passes, deliver, isAnswer: true });
  return undefined;
});

function show({ say }: Pick<Call, 'say'>, { publicUrl }: WholeLink, { asked, description }: Question): void {
  const from = shownSender(description);
  const said = from === undefined ? '' : `\n${inWords(memberWords.from, { address: from })}`;
  say(`${inWords(words.from, { address: publicUrl })}${said}\n\n  ${printableLine(asked.title)}`);
  if (asked.ask !== '') say(printable(asked.ask).replace(/^/gm, '  '));
  say(`\n${inWords(words.until, { until: timeInWords(description.expiresAt) })}\n`);
}

/** An honest server reports another state than `live` only if an earlier try arrived. */
async function tellSent(
  { world, values, say }: Call<typeof answerUsage>,
  { manageLink, id, expiresAt, state }: Shared,
): Promise<void> {
  if (values.json) {
    await writeJson(world.stdout, { manageLink, id, expiresAt: timeStamp(expiresAt) });
    return;
  }
  if (state === 'live') say(inWords(words.sent, { until: timeInWords(expiresAt) }));
  else say(sentences(words.sentAndEnded, words.ended[state], words.manageLink));
  await writeTo(world.stdout, `${manageLink}\n`);
}
