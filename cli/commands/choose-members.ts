import type { MemberInput } from '#client/member-terms.ts';
import { memberRefusal } from '#client/member-terms.ts';
import { whoRefusal } from '#client/policy.ts';
import type { Openers } from '#client/policy.ts';
import type { ServerConfig } from '#server/http/config-wire.ts';
import type { Service } from '#cli/service/service.ts';
import { Failure } from '#cli/terminal/exit-codes.ts';
import { limitInWords } from '#cli/terminal/limit-words.ts';
import { onlyInWords } from '#cli/terminal/member-words.ts';
import { sentences } from '#cli/terminal/wording.ts';
import { currentLanguage, inWords } from '#cli/language/words.ts';
import { members as words } from '#cli/words/members.ts';

/** The options of `sotto send` and `sotto ask` about members. */
export interface MemberValues {
  readonly members?: boolean | undefined;
  readonly group?: readonly string[] | undefined;
  readonly anyone?: boolean | undefined;
  readonly 'show-sender'?: boolean | undefined;
  readonly 'notify-mail'?: boolean | undefined;
  readonly to?: readonly string[] | undefined;
  readonly 'to-file'?: string | undefined;
}

/** The choices of the person, in the form that `prepareShare` and `prepareRequest` take. */
export interface ChosenMembers extends MemberInput {
  /** The address that people with the link are told. */
  readonly sender?: string | undefined;
}

/** @throws Failure for options that exclude each other */
export function expectOneChoice(values: MemberValues): void {
  const given = (options: readonly (keyof MemberValues)[]) => options.find((option) => values[option] !== undefined);
  const [members, people] = [given(['members', 'group']), given(['to', 'to-file'])];
  const anyone = given(['anyone']);
  for (const [one, other] of [
    [people, members],
    [anyone, people ?? members],
  ]) {
    if (one === undefined || other === undefined) continue;
    throw new Failure('misused', inWords(words.together, { option: `--${one}`, other: `--${other}` }));
  }
}

interface Choosing {
  readonly values: MemberValues;
  readonly say: (line: string) => void;
  readonly signal: AbortSignal;
}

interface At {
  readonly kind: 'share' | 'request';
  readonly service: Pick<Service, 'publicUrl' | 'membership' | 'hasToken'>;
  readonly config: ServerConfig;
  /** Notices and named people may be for members. */
  readonly needsMember: boolean;
}

/** Reads the choices about members. @throws Failure if the service forbids one, before anything is sealed */
export async function chooseMembers(call: Choosing, at: At): Promise<ChosenMembers> {
  const { values, say, signal } = call;
  const { kind, service, config, needsMember } = at;
  const openers = expectOpeners(values, at);
  const groups = values.group ?? [];
  const chosen: MemberInput = {
    ...(openers === 'members' && { members: groups.length > 0 ? { groups } : {} }),
    ...(values['show-sender'] && { showSender: true }),
    ...(values['notify-mail'] && { notifyMail: { locale: currentLanguage().tag } }),
  };
  const limit = memberRefusal(chosen, config);
  if (limit !== undefined) throw refused(limit, config);
  if (openers === 'members' && values.members === undefined && groups.length === 0) {
    say(sentences(onlyInWords({}, kind), words.byDefault));
  }
  const isAsMember = chosen.showSender === true || chosen.notifyMail !== undefined || needsMember;
  if (!isAsMember) return { ...chosen, passes: await passesToCreate(service, config) };
  const { address } = await service.membership.session(signal);
  if (address === undefined && (chosen.showSender || chosen.notifyMail)) throw refused('address', config);
  const { passes } = service.membership;
  return { ...chosen, passes, ...(chosen.showSender && address !== undefined && { sender: address }) };
}

const refused = (limit: Parameters<typeof limitInWords>[0], policy: ServerConfig): Failure =>
  new Failure('refused', limitInWords(limit, { policy }));

/** Without an option, the first choice of the service is taken: it is its default. @throws Failure */
function expectOpeners(values: MemberValues, { kind, config }: At): Openers {
  const isNaming = values.to !== undefined || values['to-file'] !== undefined;
  const chosen = isNaming ? 'named' : values.members || values.group ? 'members' : values.anyone ? 'anyone' : undefined;
  const usual = config.who?.find((one) => kind === 'share' || one !== 'named') ?? 'anyone';
  const openers = chosen ?? usual;
  const refusal = whoRefusal(openers, config);
  if (refusal !== undefined || (openers === 'named' && !isNaming)) throw refused('who', config);
  return openers;
}

/** A token comes before a sign-in, where the service takes either. @throws Failure if nobody has signed in who must */
async function passesToCreate({ publicUrl, membership, hasToken }: At['service'], { create }: ServerConfig) {
  if (create !== 'member' && (create !== 'member-or-token' || hasToken)) return undefined;
  if (await membership.isSignedIn()) return membership.passes;
  throw new Failure(
    'refused',
    inWords(create === 'member' ? words.signInFirst : words.memberOrToken, { server: publicUrl }),
  );
}

/** The sentences about what was created. */
export function membersInWords({ members, sender }: ChosenMembers, kind: At['kind'] = 'share'): string[] {
  return [
    ...(members === undefined ? [] : [onlyInWords(members, kind)]),
    ...(sender === undefined ? [] : [inWords(words.showsSender, { address: sender })]),
  ];
}

/** The same for `--json`. */
export const membersForPrograms = ({ members, sender, notifyMail }: ChosenMembers) => ({
  ...(members && { members }),
  ...(sender !== undefined && { sender }),
  ...(notifyMail && { notifyMail: true }),
});
