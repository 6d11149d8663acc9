import { afterAll, beforeAll, expect, test } from 'vitest';
import { runCommand } from './testing/run-command.ts';
import { lostThenRefused, problem, serveHere } from './testing/serve-here.ts';

let service: Awaited<ReturnType<typeof serveHere>>;
beforeAll(async () => {
  service = await serveHere();
});
afterAll(() => service[Symbol.asyncDispose]());

const asked = (verb: string) => service.asked.filter(({ line }) => line.endsWith(verb)).length;

test('what may have arrived, whatever the next try was told, is deleted again; what was refused is not asked after', async () => {
  service.between = lostThenRefused((line) => line.startsWith('PUT'));
  const send = ['send', '--server', service.baseUrl];
  expect(await runCommand(send, {}, { input: 'nobody has its link' })).toMatchObject({ code: 5, out: '' });
  expect(asked('/delete')).toBe(1);
  service.between = ({ line }, go) =>
    line.startsWith('PUT') ? problem({ status: 507, code: 'insufficient-storage' }) : go();
  expect(await runCommand(send, {}, { input: 'no room' })).toMatchObject({ code: 6, out: '' });
  expect(asked('/delete')).toBe(1);
});
