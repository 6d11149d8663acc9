import { isUnreachable } from './postgres-errors.ts';
import { codeOf } from '#server/error-code.ts';
import { StartError } from '#server/platform/start-error.ts';

const READ_ONLY = '25006';
/** A standby refuses to begin a transaction that may write. The code of this error has other causes, too. */
const STANDBY = 'read-write mode during recovery';
const SETTING = 'see SOTTO_DATABASE_URL.';

/**
 * Explains a failed start. Repeats only the host and port of the address: the rest may contain a password, and so may
 * the driver's error. @returns undefined for any other error
 */
export function postgresFault(error: unknown, databaseUrl: string): StartError | undefined {
  const code = codeOf(error);
  const message = error instanceof Error ? error.message : '';
  if (code === 'ERR_INVALID_URL') return new StartError('SOTTO_DATABASE_URL is not a valid address.');
  const server = `PostgreSQL${hostAndPort(databaseUrl)}`;
  if (/^28/.test(code) || message.startsWith('SASL')) {
    return new StartError(`${server} refuses this user or password: ${SETTING}`);
  }
  if (code === '3D000') return new StartError(`${server} has no such database: ${SETTING}`);
  const known = sentences[message.includes(STANDBY) ? READ_ONLY : code];
  if (known !== undefined) return new StartError(`${server} ${known}`);
  const isSilent = code === '' || code === 'unavailable';
  if (!isUnreachable(error) && code !== 'unavailable') return undefined;
  return new StartError(`${server} cannot be reached (${isSilent ? 'no response' : code}): ${SETTING}`);
}

/** By SQLSTATE. */
const sentences: Readonly<Record<string, string>> = {
  '53100': 'has no space left on its disk. Free some space there, then start Sotto again.',
  '53200': 'has no memory left. Free some memory there, then start Sotto again.',
  [READ_ONLY]: `accepts no writes, because it is a standby or read-only. Use its primary: ${SETTING}`,
  '42501': 'does not let this user create tables. Run as its owner: GRANT CREATE, USAGE ON SCHEMA public TO the user.',
  '58030': 'reports disk errors. Check its log.',
  '58P01': 'is missing some of its files. Check its log.',
  XX001: 'has damaged data. Check its log.',
  XX002: 'has a damaged index. Check its log.',
};

function hostAndPort(databaseUrl: string): string {
  const url = URL.parse(databaseUrl);
  if (url === null) return '';
  const host = url.searchParams.get('host') ?? (url.hostname || 'localhost');
  return ` at ${host}:${url.port || '5432'}`;
}
