import { exitCodes, Failure } from '#cli/terminal/exit-codes.ts';
import { adminUsages } from '#cli/usage/admin.ts';
import type { Deps } from '#server/deps.ts';
import { countSessions, endAllSessions } from '#server/records/end-sessions.ts';
import { endNamedSessions } from '#server/records/session.ts';
import { subTagOf } from '#server/gates/session-keys.ts';
import { adminCommand } from './admin-command.ts';

/** `sotto admin sessions [--end-all | --end-sub SUB] [--json]`. */
export const sessionsCommand = adminCommand(adminUsages.sessions, async ({ values }, { deps, out }) => {
  const { 'end-all': all = false, 'end-sub': sub, json = false } = values;
  if (all && sub !== undefined) throw new Failure('misused', 'Use --end-all or --end-sub, not both.');
  if (!all && sub === undefined) {
    const counts = await countSessions(deps.store.read);
    const people = counted(counts.members, 'member');
    out(json ? JSON.stringify(counts) : `${counted(counts.sessions, 'session')} of ${people}.`);
    return exitCodes.done.code;
  }
  const ended = sub === undefined ? await deps.store.write(endAllSessions) : await endOf(deps, sub);
  out(json ? JSON.stringify({ ended }) : `${counted(ended, 'session')} ended.`);
  return exitCodes.done.code;
});

async function endOf({ config: { signIn }, serverKey, store }: Deps, sub: string): Promise<number> {
  if (signIn === undefined) throw new Failure('failed', 'Nobody can sign in here: SOTTO_OIDC_ISSUER is not set.');
  if (serverKey === undefined) throw new Failure('failed', 'There is no server key: set SOTTO_SERVER_KEY_FILE.');
  const subTag = subTagOf(serverKey, { iss: signIn.issuer, sub });
  const ended = await store.write((tx) => endNamedSessions(tx, { subTag, sidTag: undefined }));
  if (ended.length > 0) return ended.length;
  throw new Failure(
    'over',
    `Nobody with this sub has a session from ${signIn.issuer}. It is the claim "sub", exactly.`,
  );
}

const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;
