import { isUnreachable } from './postgres-errors.ts';
import { codeOf } from '#server/error-code.ts';
import { StartError } from '#server/platform/start-error.ts';

const SETTING = 'see SOTTO_DATABASE_URL.';

/**
 * Explains a failed start. Repeats only host and port of the address: the rest may hold a password, and so may the
 * driver's error. @returns undefined when it is something else
 */
export function postgresFault(error: unknown, databaseUrl: string): StartError | undefined {
  const code = codeOf(error);
  const message = error instanceof Error ? error.message : '';
  if (code === 'ERR_INVALID_URL') return new StartError('SOTTO_DATABASE_URL is no address that can be read.');
  const server = `PostgreSQL${hostAndPort(databaseUrl)}`;
  if (/^28/.test(code) || message.startsWith('SASL')) {
    return new StartError(`${server} refuses this user or password: ${SETTING}`);
  }
  if (code === '3D000') return new StartError(`${server} has no such database: ${SETTING}`);
  const known = sentences[code];
  if (known !== undefined) return new StartError(`${server} ${known}`);
  if (!isUnreachable(error)) return undefined;
  return new StartError(`${server} cannot be reached (${code === '' ? 'no answer' : code}): ${SETTING}`);
}

/** By SQLSTATE. */
const sentences: Readonly<Record<string, string>> = {
  '53100': 'has no room left on its disk. Make room there, then start Sotto again.',
  '53200': 'has no memory left. Make room there, then start Sotto again.',
  '25006': `accepts no writes: it is a standby, or read-only. Name its primary: ${SETTING}`,
  '42501': 'does not let this user make tables. As its owner: GRANT CREATE, USAGE ON SCHEMA public TO the user.',
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
