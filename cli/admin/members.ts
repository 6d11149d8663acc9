import { decodeFile } from '#cli/files/decode-file.ts';
import { readToEndSync, TooLong } from '#cli/files/open-source.ts';
import { exitCodes, Failure } from '#cli/terminal/exit-codes.ts';
import { printableLine } from '#cli/terminal/printable.ts';
import { adminUsages } from '#cli/usage/admin.ts';
import type { Command, World } from '#cli/world.ts';
import type { SignInConfig } from '#server/config/config.ts';
import type { MemberRule } from '#server/config/member-rules.ts';
import { codeOf } from '#server/error-code.ts';
import { areGroupsLeftOut, emailOf } from '#server/session/claims.ts';
import type { Claims } from '#server/session/claims.ts';
import { readMember } from '#server/session/read-member.ts';
import type { MemberFault } from '#server/session/read-member.ts';
import { withVerbs } from './admin-command.ts';
import { explainRule } from './explain-rule.ts';
import type { ExplainedRule } from './explain-rule.ts';
import { operatorCommand } from './operator-command.ts';
import { readConfig } from './read-config.ts';

const MAX_BYTES = 1_048_576;

/** `sotto admin members check FILE [--json]`. */
const check = operatorCommand(adminUsages.membersCheck, ({ values, positionals: [file = ''] }, world) => {
  const config = readConfig(world);
  if (config === undefined) return Promise.resolve(exitCodes.failed.code);
  const { signIn } = config;
  if (signIn === undefined) throw new Failure('failed', 'Nobody can sign in here: SOTTO_OIDC_ISSUER is not set.');
  const claims = { iss: signIn.issuer, ...readClaims(file) };
  const found = examineClaims(signIn, claims);
  const lines = values.json ? [JSON.stringify(found, null, 2)] : toLines(found);
  for (const line of lines) world.stdout.write(`${line}\n`);
  return Promise.resolve(found.isMember ? exitCodes.done.code : exitCodes.failed.code);
});

/** @throws Failure */
function readClaims(file: string): Claims {
  const decoded = decodeFile(readWhole(file));
  const claims = 'problem' in decoded ? undefined : parse(decoded.text);
  if (typeof claims === 'object' && claims !== null && !Array.isArray(claims)) return { ...claims };
  throw new Failure('misused', `${file} is not a JSON object of claims, such as {"sub": "…", "email": "…"}.`);
}

function readWhole(file: string): Uint8Array {
  try {
    return readToEndSync(file, MAX_BYTES);
  } catch (error) {
    const why = error instanceof TooLong ? 'it is larger than 1 MiB' : codeOf(error);
    throw new Failure('misused', `${file} cannot be read (${why}).`, { cause: error });
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

interface FoundMember {
  readonly isMember: boolean;
  /** Why not. */
  readonly fault?: string;
  readonly rules: readonly ExplainedRule[];
  readonly who?: string;
  readonly address?: string;
  /** The provider names an address, and has not verified it. */
  readonly unverified?: string;
  readonly groups?: readonly string[];
  readonly areGroupsLeftOut?: true;
  readonly isCreator?: boolean;
  readonly creatorRules?: readonly ExplainedRule[];
}

function examineClaims(signIn: SignInConfig, claims: Claims): FoundMember {
  const explained = (rules: readonly MemberRule[] = []) => rules.map((rule) => explainRule(signIn, claims, rule));
  const rules = explained(signIn.members);
  if (claims['iss'] !== signIn.issuer)
    return { isMember: false, fault: `iss is not SOTTO_OIDC_ISSUER (${signIn.issuer})`, rules };
  const reading = readMember(signIn, claims);
  if ('fault' in reading) return { isMember: false, fault: faultWords[reading.fault], rules };
  const { who, address, groups, isCreator } = reading.member;
  const email = emailOf(claims);
  return {
    isMember: true,
    rules,
    who,
    ...(address !== undefined && { address }),
    ...(email?.isVerified === false && { unverified: email.address }),
    groups,
    ...(areGroupsLeftOut(claims, signIn.groupsClaim ?? '') && { areGroupsLeftOut: true as const }),
    isCreator,
    creatorRules: explained(signIn.creators),
  };
}

const faultWords: Readonly<Record<MemberFault, string>> = {
  'token-refused': 'the claim sub is missing, or is not a text that can be shown',
  'not-a-member': 'no rule of SOTTO_OIDC_MEMBERS matches',
  'email-not-verified': 'a rule of SOTTO_OIDC_MEMBERS would match if the address were verified',
};

function toLines(found: FoundMember): string[] {
  const { isMember, fault, rules, who = '', address, unverified, groups = [], isCreator, creatorRules = [] } = found;
  if (!isMember) return [`member   no: ${fault}`, ...rules.map(ruleLine)];
  const named = address === undefined ? `${printableLine(who)} (sub, because no address is verified)` : address;
  const left = found.areGroupsLeftOut ? ': the provider left them out, because they are too many' : '';
  return [
    `member   yes${rules.length === 0 ? ': everyone who can sign in' : ''}`,
    ...rules.map(ruleLine),
    `named    ${named}`,
    ...(unverified === undefined ? [] : [`         ${unverified} is not verified, and is not used`]),
    `groups   ${groups.length === 0 ? `none${left}` : groups.join(', ')}`,
    `creator  ${isCreator === true ? 'yes' : 'no'}${creatorRules.length === 0 ? ': every member is one' : ''}`,
    ...creatorRules.map(ruleLine),
  ];
}

const ruleLine = ({ rule, reason }: ExplainedRule): string =>
  `         ${rule}: ${reason === undefined ? 'matches' : `no, ${reason}`}`;

const withVerb = withVerbs({ of: 'members', verbs: { check: (args) => (world: World) => check(args, world) } });

export const membersCommand: Command = (args, world) => withVerb(args)(world);
