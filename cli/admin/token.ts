import { exitCodes, Failure } from '#cli/terminal/exit-codes.ts';
import { timeStamp } from '#cli/terminal/wording.ts';
import { adminUsages } from '#cli/usage/admin.ts';
import { readDuration } from '#server/config/setting.ts';
import { DAY_SECONDS } from '#server/db/times.ts';
import { createToken, isLabel } from '#server/tokens/create-token.ts';
import { findTokens, revoke } from '#server/records/token.ts';
import type { TokenRow } from '#server/records/token.ts';
import { adminCommand, withVerbs } from './admin-command.ts';
import { dateOf, toColumns } from './wording.ts';

/** A hundred years. A longer life is a typing error. */
const MAX_LIFE_SECONDS = 36_525 * DAY_SECONDS;

/** Prints the token alone to standard output, so that it can be redirected to a file. */
const create = adminCommand(adminUsages.tokenCreate, async ({ values }, { deps, out, err }) => {
  const { label = '', expires } = values;
  if (!isLabel(label))
    throw new Failure('misused', '--label takes 1 to 64 characters on one line, and not only digits.');
  const lifeSeconds = expires === undefined ? undefined : lifeOf(expires);
  const made = await createToken(deps, { label, lifeSeconds });
  if (made === undefined)
    throw new Failure('failed', `There is already a token "${label}". Revoke it first, or choose another label.`);
  out(made.token);
  const end = made.expiresAt === null ? 'revoked' : timeStamp(made.expiresAt);
  err(`Token ${made.number}, "${label}". Valid until ${end}. Save it now: only a hash is stored.`);
  if (deps.config.policy.create === 'anyone') err('The service does not require it yet: set SOTTO_CREATE=token.');
  return exitCodes.done.code;
});

/** @throws Failure */
function lifeOf(text: string): number {
  const seconds = readDuration(text);
  if (seconds !== undefined && seconds >= 1 && seconds <= MAX_LIFE_SECONDS) return seconds;
  throw new Failure('misused', '--expires takes a time such as 12h or 90d.');
}

const list = adminCommand(adminUsages.tokenList, async ({ values }, { deps, out }) => {
  const tokens = await findTokens(deps.store.read);
  if (values.json) out(JSON.stringify(tokens.map(toJson), null, 2));
  else for (const line of toColumns(tokens.map(toRow))) out(line);
  return exitCodes.done.code;
});

function stateOf({ revokedAt, expiresAt, now }: TokenRow): 'good' | 'revoked' | 'expired' {
  if (revokedAt !== null) return 'revoked';
  return expiresAt !== null && expiresAt <= now ? 'expired' : 'good';
}

function toJson(token: TokenRow) {
  const { now: _now, lastUsedDay, ...rest } = token;
  return {
    ...rest,
    lastUsedDay: lastUsedDay === null ? null : dateOf(lastUsedDay * DAY_SECONDS),
    state: stateOf(token),
  };
}

function toRow(token: TokenRow): string[] {
  const { number, label, createdAt, expiresAt, lastUsedDay } = token;
  return [
    String(number),
    label,
    stateOf(token),
    `created ${dateOf(createdAt)}`,
    expiresAt === null ? 'no expiry' : `until ${timeStamp(expiresAt)}`,
    lastUsedDay === null ? 'never used' : `last used ${dateOf(lastUsedDay * DAY_SECONDS)}`,
  ];
}

const revokeOne = adminCommand(adminUsages.tokenRevoke, async ({ positionals: [name = ''] }, { deps, out }) => {
  const named = /^\d{1,15}$/.test(name) ? { number: Number(name), label: null } : { number: null, label: name };
  const revoked = await deps.store.write((tx) => revoke(tx, named));
  if (revoked === undefined)
    throw new Failure('over', `No valid token has the label or number ${name}. It may already be revoked.`);
  out(`Token ${revoked.number}, "${revoked.label}", is revoked. It can no longer create anything.`);
  return exitCodes.done.code;
});

export const tokenCommand = withVerbs({ of: 'token', verbs: { create, list, revoke: revokeOne } });
