import { setImmediate } from 'node:timers';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { AppError } from '#server/errors.ts';
import type { LogLevel } from '#server/config/setting.ts';
import { createLog, errorFields } from './log.ts';

const nextTurn = promisify(setImmediate);

function recorded(level: LogLevel) {
  const [out, err]: [string[], string[]] = [[], []];
  const log = createLog({ level, out: (lines) => out.push(lines), err: (lines) => err.push(lines) });
  return { log, out, err };
}

test('a line is a JSON object, and lines of one turn of the event loop are written together', async () => {
  const { log, out, err } = recorded('info');
  log.info('request', { status: 200 });
  log.info('request', { status: 404 });
  expect(out).toEqual([]);
  await nextTurn();
  expect(out).toHaveLength(1);
  const lines = out
    .join('')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown);
  expect(lines).toMatchObject([{ level: 'info', event: 'request', status: 200 }, { status: 404 }]);
  expect(err).toEqual([]);
});

test('warnings and errors are written immediately, to the other stream', () => {
  const { log, err } = recorded('info');
  log.error('failed');
  log.warn('odd');
  expect(err.map((line) => (JSON.parse(line) as { level: string }).level)).toEqual(['error', 'warn']);
});

test('a level suppresses the levels below it', async () => {
  const { log, out, err } = recorded('error');
  log.info('request');
  log.warn('odd');
  log.error('failed');
  await nextTurn();
  expect([out.length, err.length]).toEqual([0, 1]);
});

test('an error is logged with its location and its code, never with its message', () => {
  const error = Object.assign(new TypeError('Unexpected token in "my secret"'), { code: '22P02' });
  const fields = errorFields(error);
  expect(fields).toMatchObject({ error: 'TypeError', code: '22P02' });
  expect(JSON.stringify(fields)).toContain('log.test.ts');
  expect(JSON.stringify(fields)).not.toContain('secret');
  expect(JSON.stringify(errorFields(new AppError('internal', { secret: 1 })))).not.toContain('secret');
  expect(errorFields('a secret')).toEqual({ error: 'string' });
});

test('a message of several lines is not mistaken for a location', () => {
  expect(JSON.stringify(errorFields(new Error('first\n    at my secret (place)')))).not.toContain('secret');
});
