import { sleep } from '#client/retry.ts';
import { readInbox } from '#client/inbox.ts';
import type { Inbox } from '#client/inbox.ts';
import type { Owner } from '#client/manage.ts';
import { checkOwnTerms } from '#client/own-terms.ts';
import { checkPrimitives } from '#crypto/self-check.ts';
import { clientCommand } from './client-command.ts';
import { exitCodes, Failure } from '#cli/terminal/exit-codes.ts';
import { explain } from '#cli/terminal/explain.ts';
import { releaseTerminal } from '#cli/terminal/held-terminal.ts';
import { expectKind, takeLink } from '#cli/opening/link-argument.ts';
import { expectOutput } from '#cli/terminal/lost-output.ts';
import { writeJson, writeTo } from '#cli/terminal/output.ts';
import { printableLine } from '#cli/terminal/printable.ts';
import type { Call } from './client-command.ts';
import { inboxUsage } from '#cli/usage/inbox.ts';
import { printAnswer } from '#cli/opening/print-answer.ts';
import { expectFolder } from '#cli/files/save-files.ts';
import { serviceAt } from '#cli/service/service.ts';
import type { Service } from '#cli/service/service.ts';
import { sayOwnMismatch } from '#cli/terminal/terms-words.ts';
import { numberInWords, sizeInWords, timeInWords, timeStamp } from '#cli/terminal/wording.ts';
import { inWords } from '#cli/language/words.ts';
import { inbox as words } from '#cli/words/inbox.ts';
import { output } from '#cli/words/output.ts';

type InboxCall = Call<typeof inboxUsage>;

const FIRST_WAIT_SECONDS = 1;
const LONGEST_WAIT_SECONDS = 30;

export const inboxCommand = clientCommand(inboxUsage, async (call) => {
  const link = await takeLink(call, call.positionals[0]);
  releaseTerminal(call.world);
  if (call.values.output !== undefined) await expectFolder(call.values.output);
  else if (!call.values.list) expectOutput(call.world.stdout, output.lost.answers);
  expectKind(link, 'manage');
  await checkPrimitives();
  const service = await serviceAt(call.world, link.publicUrl, call.values);
  const owner = { id: link.id, ownerKey: link.key };
  const inbox = call.values.wait ? await awaited(call, service, owner) : await read(call, service, owner);
  const missed = new Set<Missed>();
  if (sayOdd(call, inbox)) missed.add('tampered');
  await sayTerms(call, { service, owner, inbox });
  if (call.values.list) return list(call, inbox);
  const readable = readableOf(call, inbox);
  if (readable.length === 0 && missed.size === 0) throw new Failure('over', nothingToRead(inbox));
  if (inbox.title !== undefined && !call.values.json)
    call.say(inWords(output.title, { title: printableLine(inbox.title) }));
  for (const { answer, number } of readable) {
    const miss = await orMissed(call, number, () => printAnswer(call, { service, owner, answer, number }));
    if (miss !== undefined) missed.add(miss);
  }
  const worst = (['tampered', 'over'] as const).find((miss) => missed.has(miss));
  return worst && exitCodes[worst].code;
});

interface Asked {
  readonly service: Service;
  readonly owner: Owner;
  readonly inbox: Inbox;
}

async function sayTerms({ say, signal }: InboxCall, { service, owner, inbox }: Asked): Promise<void> {
  const { membership } = service;
  const passes = (await membership.isSignedIn()) ? membership.passes : undefined;
  const own = await checkOwnTerms(service.requests, { ...owner, passes, signal }, inbox).catch((error: unknown) => {
    signal.throwIfAborted();
    // The sign-in has ended.
    return { at: error instanceof Failure ? 'members-only' : 'unknown' } as const;
  });
  sayOwnMismatch(say, own);
}

const read = ({ signal }: InboxCall, { requests }: Service, owner: Owner) => readInbox(requests, { ...owner, signal });

/** Checks less and less often while no answer arrives. */
async function awaited(call: InboxCall, service: Service, owner: Owner): Promise<Inbox> {
  if (call.world.stderr.isTTY) call.say(words.waiting);
  for (let seconds = FIRST_WAIT_SECONDS; ; seconds = Math.min(LONGEST_WAIT_SECONDS, seconds * 1.3)) {
    const inbox = await read(call, service, owner);
    if (readableOf(call, inbox).length > 0 || (inbox.state !== 'open' && !isComing(inbox))) return inbox;
    await sleep(seconds, call.signal);
  }
}

/** An answer is on its way: the server counts it, but does not list it yet. */
const isComing = ({ state, answersTaken, answers, oddAnswers = 0 }: Inbox) =>
  state !== 'deleted' && answersTaken > answers.length + oddAnswers;

function readableOf({ values }: InboxCall, { answers }: Inbox) {
  return answers
    .map((answer, i) => ({ answer, number: i + 1 }))
    .filter(({ answer }) => answer.sealedKey !== undefined && (values.all || answer.readAt === undefined));
}

function nothingToRead({ state, answers }: Inbox): string {
  if (answers.length > 0) return words.noneUnread;
  if (state === 'open') return words.noneYet;
  return words.noneEver[state];
}

type Missed = 'tampered' | 'over';

/** @returns whether the server listed malformed answers */
function sayOdd({ say }: InboxCall, { oddAnswers: count = 0 }: Inbox): boolean {
  if (count === 0) return false;
  say(`sotto: ${inWords(words.odd, { count })}`);
  return true;
}

/** An answer that was tampered with, belongs to another request or has ended does not hide the others. */
async function orMissed({ say }: InboxCall, number: number, act: () => Promise<void>): Promise<Missed | undefined> {
  try {
    await act();
    return undefined;
  } catch (error) {
    const explained = explain(error);
    if (!(explained instanceof Failure) || !(explained.exit === 'tampered' || explained.exit === 'over')) throw error;
    say(`sotto: ${inWords(words.answerFailed, { number: numberInWords(number), reason: explained.message })}`);
    return explained.exit;
  }
}

async function list({ world, values }: InboxCall, inbox: Inbox): Promise<undefined> {
  const { title, state, expiresAt, maxAnswers, answers } = inbox;
  if (values.json) {
    const each = answers.map(({ state: of, createdAt, expiresAt: until, readAt, sizeBytes }, i) => ({
      ...{ number: i + 1, state: of, createdAt: timeStamp(createdAt), expiresAt: timeStamp(until), sizeBytes },
      ...(readAt !== undefined && { readAt: timeStamp(readAt) }),
    }));
    const about = { ...(title !== undefined && { title }), state, expiresAt: timeStamp(expiresAt), maxAnswers };
    await writeJson(world.stdout, { ...about, answers: each });
    return undefined;
  }
  const lines = answers.map(({ state: of, createdAt, readAt, sizeBytes }, i) => {
    const values = { number: numberInWords(i + 1), when: timeInWords(createdAt), size: sizeInWords(sizeBytes) };
    return inWords(words.list.line, {
      ...values,
      state: of === 'live' ? readInWords(readAt) : words.list.answerState[of],
    });
  });
  const head = inWords(words.list.head, {
    title: title === undefined ? words.list.untitled : printableLine(title),
    state: words.list.requestState[state],
    count: numberInWords(answers.length),
    most: maxAnswers,
  });
  await writeTo(world.stdout, `${[head, ...lines].join('\n')}\n`);
  return undefined;
}

const readInWords = (readAt: number | undefined): string =>
  readAt === undefined ? words.list.notRead : inWords(words.list.read, { when: timeInWords(readAt) });
