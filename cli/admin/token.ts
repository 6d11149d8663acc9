import type { ParseArgsOptionsConfig } from 'node:util';
import { exitCodes } from '#cli/terminal/exit-codes.ts';
import { timeStamp } from '#cli/terminal/wording.ts';
import { readDuration } from '#server/config/setting.ts';
import { DAY_SECONDS } from '#server/db/times.ts';
import { createToken, isLabel } from '#server/tokens/create-token.ts';
import { findTokens, revoke } from '#server/records/token.ts';
import type { TokenRow } from '#server/records/token.ts';
import type { Admin, AdminCommand } from './admin-command.ts';
import { jsonFlag, readFlags } from './read-flags.ts';
import { dayOf, rowsOf } from './wording.ts';

const USAGE = [
  'Usage: sotto admin token create --label NAME [--expires 90d]',
  '       sotto admin token list [--json]',
  '       sotto admin token revoke LABEL|NUMBER',
].join('\n');
const FAILED = exitCodes.failed.code;
const MISUSED = exitCodes.misused.code;
const NOT_THERE = exitCodes.over.code;
/** A hundred years: more is a slip of the hand. */
const MAX_LIFE_SECONDS = 36_525 * DAY_SECONDS;

class Misused extends Error {}

/** `sotto admin token`: who may create where `SOTTO_CREATE=token`. */
export const tokenCommand: AdminCommand = async ([verb = '', ...args], admin) => {
  const act = Object.hasOwn(verbs, verb) ? verbs[verb] : undefined;
  try {
    if (act === undefined) throw new Misused(USAGE);
    return await act(args, admin);
  } catch (error) {
    if (!(error instanceof Misused)) throw error;
    admin.err(error.message);
    return MISUSED;
  }
};

const verbs: Readonly<Record<string, AdminCommand>> = { create, list, revoke: revokeOne };

/** The token alone goes to standard output, so that it can go on into a file. */
async function create(args: readonly string[], { deps, out, err }: Admin): Promise<number> {
  const { label = '', expires } = flags(args, { label: { type: 'string' }, expires: { type: 'string' } }).values;
  if (!isLabel(label)) {
    throw new Misused('--label NAME: 1 to 64 characters, on one line, and not a number alone.');
  }
  const lifeSeconds = expires === undefined ? undefined : lifeOf(expires);
  const made = await createToken(deps, { label, lifeSeconds });
  if (made === undefined) {
    err(`There is a token "${label}" already. Revoke it first, or choose another name.`);
    return FAILED;
  }
  out(made.token);
  const end =
    made.expiresAt === null ? 'It is good until it is revoked' : `It is good until ${timeStamp(made.expiresAt)}`;
  err(`Token ${made.number}, "${label}". ${end}, and shown this once: what is kept of it is a hash.`);
  if (deps.config.policy.create === 'anyone') err('Nobody needs it yet: set SOTTO_CREATE=token.');
  return 0;
}

function lifeOf(text: string): number {
  const seconds = readDuration(text);
  if (seconds !== undefined && seconds >= 1 && seconds <= MAX_LIFE_SECONDS) return seconds;
  throw new Misused('--expires: a time such as 12h or 90d.');
}

async function list(args: readonly string[], { deps, out }: Admin): Promise<number> {
  const { json } = flags(args, jsonFlag).values;
  const tokens = await findTokens(deps.store.read);
  if (json) out(JSON.stringify(tokens.map(toJson), null, 2));
  else for (const row of rowsOf(tokens.map(toRow))) out(row);
  return 0;
}

function stateOf({ revokedAt, expiresAt, now }: TokenRow): 'good' | 'revoked' | 'expired' {
  if (revokedAt !== null) return 'revoked';
  return expiresAt !== null && expiresAt <= now ? 'expired' : 'good';
}

function toJson(token: TokenRow) {
  const { now: _now, lastUsedDay, ...rest } = token;
  return {
    ...rest,
    lastUsedDay: lastUsedDay === null ? null : dayOf(lastUsedDay * DAY_SECONDS),
    state: stateOf(token),
  };
}

function toRow(token: TokenRow): string[] {
  const { number, label, createdAt, expiresAt, lastUsedDay } = token;
  return [
    String(number),
    label,
    stateOf(token),
    `made ${dayOf(createdAt)}`,
    expiresAt === null ? 'no end' : `until ${timeStamp(expiresAt)}`,
    lastUsedDay === null ? 'never used' : `last used ${dayOf(lastUsedDay * DAY_SECONDS)}`,
  ];
}

async function revokeOne(args: readonly string[], { deps, out, err }: Admin): Promise<number> {
  const [name] = flags(args, {}, 1).positionals;
  if (name === undefined) throw new Misused(USAGE);
  const named = /^\d{1,15}$/.test(name) ? { number: Number(name), label: null } : { number: null, label: name };
  const revoked = await deps.store.write((tx) => revoke(tx, named));
  if (revoked === undefined) {
    err(`There is no token ${name} that is not revoked.`);
    return NOT_THERE;
  }
  out(`Token ${revoked.number}, "${revoked.label}", is revoked: nothing new comes in by it.`);
  return 0;
}

/** @throws Misused */
function flags<O extends ParseArgsOptionsConfig>(args: readonly string[], options: O, maxPositionals = 0) {
  const read = readFlags(args, options, maxPositionals);
  if (read === undefined) throw new Misused(USAGE);
  return read;
}
