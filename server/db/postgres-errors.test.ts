import { expect, test } from 'vitest';
import { isUnreachable } from './postgres-errors.ts';

const coded = (code: string) => Object.assign(new Error('hunter2'), { code });

test.each(['ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'EAI_AGAIN', '08006', '57P01', '57P03', '53300'])(
  '%s: it is not there just now',
  (code) => {
    expect(isUnreachable(coded(code))).toBe(true);
  },
);

test('nor when the driver has waited in vain, for which it has no code', () => {
  expect(isUnreachable(new Error('timeout exceeded when trying to connect'))).toBe(true);
  expect(isUnreachable(new Error('Connection terminated unexpectedly'))).toBe(true);
});

test.each(['ERR_INVALID_ARG_TYPE', '40001', '23505', '42601', '57014', ''])('%s: something else is wrong', (code) => {
  expect(isUnreachable(coded(code))).toBe(false);
  expect(isUnreachable(code)).toBe(false);
});
