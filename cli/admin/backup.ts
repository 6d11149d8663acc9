import { exitCodes, Failure } from '#cli/terminal/exit-codes.ts';
import { Interrupted, interruptibly } from '#cli/terminal/interruption.ts';
import { timeStamp } from '#cli/terminal/wording.ts';
import { BackupError, makeBackup } from '#server/backup/make-backup.ts';
import { findLastExpiry } from '#server/records/share-stats.ts';
import { tallyHeld } from '#server/stats/stats.ts';
import { adminUsages } from '#cli/usage/admin.ts';
import { adminCommand } from './admin-command.ts';
import type { Admin } from './admin-command.ts';

const NOT_HERE = exitCodes.misused.code;

const WITHOUT_KEYS =
  'It contains no keys of shares. They can be opened only with the keys.slots and bodies/ of this installation.';

const withKeys = (shares: number, until: number | undefined): string =>
  until === undefined
    ? 'It contains no keys of shares, because no share was live.'
    : `It contains keys: with it and a link, ${shares} ${shares === 1 ? 'share' : 'shares'} can be opened until ${timeStamp(until)}, ` +
      'even if they are deleted, expire or are opened in the meantime. Store it like a secret, and delete it in time.';

/** `sotto admin backup [--with-keys] DIR`. */
export const backupCommand = adminCommand(adminUsages.backup, async ({ values, positionals: [folder = ''] }, admin) => {
  const { deps, out, err } = admin;
  if (deps.store.backend.dialect === 'postgres') return sendToPostgres(admin);
  const keys = values['with-keys'] ?? false;
  try {
    const { shares, until } = await interruptibly(({ signal }) => makeBackup(deps, { folder, withKeys: keys, signal }));
    out(`Backed up to ${folder}.`);
    out(keys ? withKeys(shares, until) : WITHOUT_KEYS);
    return exitCodes.done.code;
  } catch (error) {
    if (!(error instanceof BackupError || error instanceof Interrupted)) throw error;
    if (error instanceof BackupError) throw new Failure('failed', error.message, { cause: error });
    err('sotto: Interrupted. No backup was made.');
    return error.code;
  }
});

/** Today's usage by client, the current uploads, and mails and notices that wait do not belong in a copy. */
const PASSING = ['day_key', 'tally', 'reservation', 'reservation_total', 'reservation_change', 'outbox'];
const leaveOut = (...tables: readonly string[]) => tables.map((table) => `--exclude-table-data=${table}`).join(' ');

const inWords = (names: readonly string[]): string => names.join(', ').replace(/, ([^,]+)$/, ' and $1');

async function sendToPostgres({ deps, err }: Admin): Promise<number> {
  const { read } = deps.store;
  const { serverKeyFile, keysDir } = deps.config;
  const live = (await tallyHeld(read)).filter(({ state }) => state !== 'pending');
  const shares = live.reduce((sum, { count }) => sum + count, 0);
  err('sotto: The database is PostgreSQL. Use its own tools to copy it. Nothing was done.');
  const withoutKeys = keysDir === undefined ? ['erasure_key'] : [];
  err(`  pg_dump ${leaveOut(...withoutKeys, ...PASSING)} "$SOTTO_DATABASE_URL" > sotto.sql`);
  err(
    keysDir === undefined
      ? 'This copy contains no keys: no share in it can ever be opened.'
      : 'This copy contains no keys: shares in it can be opened only with SOTTO_KEYS_DIR of this installation.',
  );
  err(
    `  pg_dump ${leaveOut(...PASSING)} "$SOTTO_DATABASE_URL" > sotto.sql, then copy ${inWords([
      'bodies/ in SOTTO_DATA_DIR',
      ...(serverKeyFile === undefined ? [] : ['SOTTO_SERVER_KEY_FILE']),
      ...(keysDir === undefined ? [] : ['SOTTO_KEYS_DIR']),
    ])}`,
  );
  err(withKeys(shares, await findLastExpiry(read)).replace(/^It/, 'This copy'));
  return NOT_HERE;
}
