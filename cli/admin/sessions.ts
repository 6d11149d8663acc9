import { exitCodes, Failure } from '#cli/terminal/exit-codes.ts';
import { adminUsages } from '#cli/usage/admin.ts';
import type { Deps } from '#server/deps.ts';
import { countSessions, endAllSessions } from '#server/records/end-sessions.ts';
import { isSharedIssuer } from '#server/config/sign-in-settings.ts';
import { endNamedSessions } from '#server/records/session.ts';
import { subTagOf } from '#server/gates/session-keys.ts';
import { adminCommand } from './admin-command.ts';

/** `sotto admin sessions [--end-all | --end-sub SUB [--iss ISSUER]] [--json]`. */
export const sessionsCommand = adminCommand(adminUsages.sessions, async ({ values }, { deps, out }) => {
  const { 'end-all': all = false, 'end-sub': sub, iss, json = false } = values;
  if (all && sub !== undefined) throw new Failure('misused', 'Use --end-all or --end-sub, not both.');
  if (iss !== undefined && sub === undefined) throw new Failure('misused', '--iss belongs to --end-sub.');
  if (!all && sub === undefined) {
    const counts = await countSessions(deps.store.read);
    const people = counted(counts.members, 'member');
    out(json ? JSON.stringify(counts) : `${counted(counts.sessions, 'session')} of ${people}.`);
    return exitCodes.done.code;
  }
  const ended = sub === undefined ? await deps.store.write(endAllSessions) : await endOf(deps, { sub, iss });
  out(json ? JSON.stringify({ ended }) : `${counted(ended, 'session')} ended.`);
  return exitCodes.done.code;
});

interface Named {
  readonly sub: string;
  /** By default the service's own. */
  readonly iss: string | undefined;
}

async function endOf({ config: { signIn }, serverKey, store }: Deps, { sub, iss: given }: Named): Promise<number> {
  const iss = given ?? signIn?.issuer;
  if (iss === undefined) throw new Failure('failed', 'Nobody can sign in here: SOTTO_OIDC_ISSUER is not set.');
  if (serverKey === undefined) throw new Failure('failed', 'There is no server key: set SOTTO_SERVER_KEY_FILE.');
  const subTag = subTagOf(serverKey, { iss, sub });
  const ended = await store.write((tx) => endNamedSessions(tx, { subTag, sidTag: undefined }));
  if (ended.length > 0) return ended.length;
  const nobody = `Nobody with this sub has a session from ${iss}. It is the claim "sub", exactly.`;
  const isShared = given === undefined && isSharedIssuer(iss);
  throw new Failure('over', isShared ? `${nobody} ${OTHER_ISSUER}` : nobody);
}

const OTHER_ISSUER =
  'SOTTO_OIDC_ISSUER may serve several organisations, each with an issuer of its own: name it with --iss, as the claim "iss" has it.';

const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;
