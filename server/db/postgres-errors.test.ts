import { expect, test } from 'vitest';
import { isUnreachable } from './postgres-errors.ts';

const coded = (code: string) => Object.assign(new Error('hunter2'), { code });

test.each(['ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'EAI_AGAIN', '08006', '57P01', '57P03', '53300', '25P03'])(
  '%s means that PostgreSQL is temporarily unreachable',
  (code) => {
    expect(isUnreachable(coded(code))).toBe(true);
  },
);

test('a timeout of the driver, which has no code, also means unreachable', () => {
  expect(isUnreachable(new Error('timeout exceeded when trying to connect'))).toBe(true);
  expect(isUnreachable(new Error('Connection terminated unexpectedly'))).toBe(true);
});

test.each(['ERR_INVALID_ARG_TYPE', '40001', '23505', '42601', '57014', ''])('%s means another error', (code) => {
  expect(isUnreachable(coded(code))).toBe(false);
  expect(isUnreachable(code)).toBe(false);
});
