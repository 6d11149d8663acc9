import { afterAll, beforeAll, expect, test } from 'vitest';
import { runHere } from '#cli/testing/run-here.ts';
import { lostThenRefused, problem, serveHere } from '#cli/testing/serve-here.ts';

let service: Awaited<ReturnType<typeof serveHere>>;
beforeAll(async () => {
  service = await serveHere();
});
afterAll(() => service[Symbol.asyncDispose]());

const asked = (verb: string) => service.asked.filter(({ line }) => line.endsWith(verb)).length;

test('a share that may have arrived is deleted, even if the retry is refused; a refused share is not', async () => {
  service.between = lostThenRefused((line) => line.startsWith('PUT'));
  const send = ['send', '--server', service.baseUrl];
  expect(await runHere(send, {}, { input: 'nobody has its link' })).toMatchObject({ code: 5, out: '' });
  expect(asked('/delete')).toBe(1);
  service.between = ({ line }, go) =>
    line.startsWith('PUT') ? problem({ status: 507, code: 'insufficient-storage' }) : go();
  expect(await runHere(send, {}, { input: 'no room' })).toMatchObject({ code: 6, out: '' });
  expect(asked('/delete')).toBe(1);
});

test('an answer that may have arrived is kept, because deleting it would lose its place in the request', async () => {
  service.between = (_asked, go) => go();
  const asking = await runHere(['ask', 'Keys', '--server', service.baseUrl, '--json']);
  const { link, manageLink } = JSON.parse(asking.out) as { link: string; manageLink: string };
  const before = asked('/delete');
  service.between = lostThenRefused((line) => line.startsWith('PUT'));
  const answered = await runHere(['answer', link], {}, { input: 'the only answer' });
  expect(answered).toMatchObject({ code: 5, out: '' });
  expect(answered.err).toContain('may have arrived anyway. Check with the person who asked before you send another.');
  expect(asked('/delete')).toBe(before);
  service.between = (_asked, go) => go();
  expect((await runHere(['inbox', manageLink])).out).toContain('the only answer');
});
