import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { runHere } from '#cli/testing/run-here.ts';
import { lostThenRefused, problem, serveHere } from '#cli/testing/serve-here.ts';

let service: Awaited<ReturnType<typeof serveHere>>;
beforeAll(async () => {
  service = await serveHere();
});
beforeEach(() => {
  service.between = (_asked, go) => go();
  service.asked.length = 0;
});
afterAll(() => service[Symbol.asyncDispose]());

const ask = (...args: string[]) => runHere(['ask', 'Keys', '--server', service.baseUrl, ...args]);
const deletions = () => service.asked.filter(({ line }) => line.endsWith('/delete')).length;

test('a request that may have been created, but whose link was never printed, is deleted', async () => {
  service.between = lostThenRefused((line) => line.startsWith('PUT'));
  expect(await ask()).toMatchObject({ code: 5, out: '' });
  expect(deletions()).toBe(1);
});

test('a request is deleted if its manage link cannot be printed', async () => {
  const errFault = Object.assign(new Error('write'), { code: 'ENOSPC' });
  const { code } = await runHere(['ask', 'Keys', '--server', service.baseUrl], {}, { errFault });
  expect(code).toBe(1);
  expect(deletions()).toBe(1);
});

test('a request is deleted if the command is interrupted while it is sent', async () => {
  service.between = async ({ line }, go) => {
    const reply = await go();
    if (line.startsWith('PUT')) process.emit('SIGINT', 'SIGINT');
    return reply;
  };
  expect(await ask()).toMatchObject({ code: 130, out: '' });
  expect(deletions()).toBe(1);
});

test('a request that the server refused is not deleted', async () => {
  service.between = ({ line }, go) =>
    line.startsWith('PUT') ? problem({ status: 507, code: 'insufficient-storage' }) : go();
  expect(await ask()).toMatchObject({ code: 6, out: '' });
  expect(deletions()).toBe(0);
});

test('if the instructions cannot be read, the error names the file, and nothing is sent', async () => {
  expect(await ask('--instructions-file', 'nowhere.txt')).toEqual({
    code: 2,
    out: '',
    err: 'sotto: The instructions cannot be read from nowhere.txt: it does not exist.\n',
  });
  expect(service.asked).toEqual([]);
});

test.each([
  ['send', '--title', 'x'.repeat(201)],
  ['ask', 'x'.repeat(5000)],
])('a title that is too long is refused before anything is read or sent: %s', async (...args) => {
  expect(await runHere([...args, '--server', service.baseUrl], {}, { input: 'text' })).toEqual({
    code: 2,
    out: '',
    err: 'sotto: The title is too long: at most 200 characters.\n',
  });
  expect(service.asked).toEqual([]);
});

test.each([
  ['ask', 'Caf\uFFFD'],
  ['send', '--title', 'Caf\uFFFD'],
])('a title that is not UTF-8 is refused before anything is read or sent: %s', async (...args) => {
  const { code, out, err } = await runHere([...args, '--server', service.baseUrl], {}, { input: 'text' });
  expect([code, out]).toEqual([2, '']);
  expect(err).toMatch(/^sotto: .+ is not UTF-8\. Set the terminal to UTF-8\.\n$/);
  expect(service.asked).toEqual([]);
});

test('a title of the greatest length is sent', async () => {
  const { code, out } = await runHere(['ask', '\u0001'.repeat(200), '--server', service.baseUrl, '--json']);
  expect([code, (JSON.parse(out) as { title: string }).title.length]).toEqual([0, 200]);
});
