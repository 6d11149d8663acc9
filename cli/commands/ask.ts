import { prepareRequest } from '#client/ask.ts';
import type { CreatedRequest } from '#client/ask.ts';
import { isRefusal } from '#client/errors.ts';
import { allowedTtl, ttlRefusal } from '#client/policy.ts';
import { MAX_ANSWERS } from '#crypto/limits.ts';
import type { RequestField } from '#crypto/payload.ts';
import { chooseMembers, expectOneChoice, membersForPrograms, membersInWords } from './choose-members.ts';
import type { ChosenMembers } from './choose-members.ts';
import { clientCommand } from './client-command.ts';
import type { Call } from './client-command.ts';
import { tellLinks } from './tell-links.ts';
import { copyLink } from '#cli/terminal/clipboard.ts';
import { readDurationOption } from '#cli/terminal/duration.ts';
import { Failure } from '#cli/terminal/exit-codes.ts';
import { explain } from '#cli/terminal/explain.ts';
import { expectOutput } from '#cli/terminal/lost-output.ts';
import { writeJson } from '#cli/terminal/output.ts';
import { sayQrCode } from '#cli/terminal/qr-code.ts';
import { readTextFile } from '#cli/files/read-text-file.ts';
import { discard } from '#cli/files/send-body.ts';
import { chosenService, configOf, sayOtherAddress } from '#cli/service/service.ts';
import { readTitle } from '#cli/terminal/title.ts';
import { askUsage } from '#cli/usage/ask.ts';
import { sentences, timeInWords, timeStamp } from '#cli/terminal/wording.ts';
import { inWords } from '#cli/language/words.ts';
import { output } from '#cli/words/output.ts';
import { program } from '#cli/words/program.ts';
import { sharing } from '#cli/words/sharing.ts';

const WEEK_SECONDS = 604_800;

export const askCommand = clientCommand(askUsage, async (call) => {
  const { world, values, signal } = call;
  const lost = output.lost.asked;
  expectOutput(world.stdout, lost);
  if (!values.json) expectOutput(world.stderr, lost);
  expectOneChoice(values);
  const wish = await readWish(call);
  const service = await chosenService(world, values);
  const config = await configOf(service, signal);
  const members = await chooseMembers(call, { kind: 'request', service, config, needsMember: false });
  const usual = allowedTtl(WEEK_SECONDS, config);
  const isForStays = ttlRefusal(wish.ttlSeconds ?? usual, config) === undefined;
  const told = (error: unknown): never => {
    const timeOption = isForStays ? '--stays' : '--expires';
    throw explain(error, { isSealing: true, policy: config, timeOption, hasToken: service.hasToken });
  };
  const prepared = await prepareRequest(service, {
    ...wish,
    ...members,
    ttlSeconds: wish.ttlSeconds ?? usual,
    answerTtlSeconds: wish.answerTtlSeconds ?? usual,
    signal,
  }).catch(told);
  try {
    await tellAsked(call, await prepared.send({ signal }), members);
    sayOtherAddress(call, service, config);
  } catch (error) {
    if (!isRefusal(error)) await discard(prepared);
    told(error);
  }
  return undefined;
});

async function readWish({ values, positionals }: Call<typeof askUsage>) {
  const title = readTitle(positionals[0] ?? '');
  if (title === '') throw new Failure('misused', program.titleEmpty);
  const keep = values.keep ?? 'expiry';
  if (keep !== 'read' && keep !== 'expiry') throw new Failure('misused', program.option.keep);
  const duration = (option: 'expires' | 'stays') =>
    values[option] === undefined ? undefined : readDurationOption(`--${option}`, values[option]);
  return {
    title,
    ask: await readInstructions(values),
    fields: readFields(values.field ?? []),
    maxAnswers: readCount(values.answers ?? '1'),
    ttlSeconds: duration('expires'),
    answerTtlSeconds: duration('stays'),
    keep,
  } as const;
}

async function readInstructions(values: Call<typeof askUsage>['values']): Promise<string> {
  const file = values['instructions-file'];
  return file === undefined ? (values.instructions ?? '') : readTextFile('instructions', file);
}

/** `NAME:KIND`, for each field. @throws Failure */
export function readFields(given: readonly string[]): RequestField[] {
  const fields = given.map((one): RequestField => {
    const [, name = '', type] = /^(.+):(line|text|file)$/su.exec(one) ?? [];
    if (type !== 'line' && type !== 'text' && type !== 'file') {
      throw new Failure('misused', program.option.fieldOfRequest);
    }
    return { name, type };
  });
  if (new Set(fields.map(({ name }) => name)).size < fields.length) {
    throw new Failure('misused', sharing.ask.sameFieldNames);
  }
  return fields;
}

function readCount(given: string): number {
  const count = /^\d{1,3}$/.test(given) ? Number(given) : 0;
  if (count < 1 || count > MAX_ANSWERS)
    throw new Failure('misused', inWords(program.option.answers, { most: String(MAX_ANSWERS) }));
  return count;
}

async function tellAsked(call: Call<typeof askUsage>, asked: CreatedRequest, chosen: ChosenMembers): Promise<void> {
  const { world, values } = call;
  const { id, link, manageLink, title, createdAt, expiresAt, maxAnswers } = asked;
  if (values.qr) await sayQrCode(world, link);
  if (values.json) {
    const times = { createdAt: timeStamp(createdAt), expiresAt: timeStamp(expiresAt) };
    await writeJson(world.stdout, { link, manageLink, id, title, ...times, maxAnswers, ...membersForPrograms(chosen) });
    if (values.copy) await copyLink(call, link);
    return;
  }
  const accepts = inWords(sharing.ask.accepts, { answers: maxAnswers, until: timeInWords(expiresAt) });
  const terms = sentences(accepts, ...membersInWords(chosen, 'request'));
  // If nobody has the manage link, nobody can read the answers.
  await tellLinks(call, { terms, link, manageLink, alwaysManageLink: true });
}
