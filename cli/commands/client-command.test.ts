import { expect, test } from 'vitest';
import { runHere } from '#cli/testing/run-here.ts';

const NO_SERVER = 'sotto: No server was given. Add --server https://secrets.example, or set SOTTO_SERVER.\n';

test('a misspelt variable is named, and the one that may be meant', async () => {
  expect(await runHere(['send'], { SOTTO_SEVER: 'https://secrets.example', SOTTO_TOKENFILE: '/token' })).toEqual({
    code: 2,
    out: '',
    err: `sotto: SOTTO_SEVER is not read. Did you mean SOTTO_SERVER?\nsotto: SOTTO_TOKENFILE is not read. Did you mean SOTTO_TOKEN_FILE?\n${NO_SERVER}`,
  });
});

test('variables of a service and of other programs are not mentioned', async () => {
  const env = { SOTTO_PORT: '3000', SOTTO_DATA_DIR: '/data', SOTTO_FOO: '1', MY_SOTTO_SEVER: 'x', SOTTO_TOKEN: 'y' };
  expect((await runHere(['send'], env)).err).toBe(NO_SERVER);
});
