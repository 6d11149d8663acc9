import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { runHere } from '#cli/testing/run-here.ts';
import { notNow, problem, serveHere } from '#cli/testing/serve-here.ts';

let service: Awaited<ReturnType<typeof serveHere>>;
let folder: string;
beforeAll(async () => {
  service = await serveHere();
  folder = mkdtempSync(join(tmpdir(), 'sotto-inbox-'));
  writeFileSync(join(folder, 'key.pem'), 'PEM');
});
beforeEach(() => {
  service.between = (_asked, go) => go();
});
afterAll(async () => {
  await service[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true });
});

async function asked(...answers: readonly (readonly string[])[]): Promise<string> {
  const ask = ['ask', 'Keys', '--answers', '9', '--server', service.baseUrl, '--json'];
  const { link, manageLink } = JSON.parse((await runHere(ask)).out) as { link: string; manageLink: string };
  for (const [text = '', ...files] of answers) {
    service.clock.advance(1);
    expect((await runHere(['answer', link, ...files], {}, { input: text })).code).toBe(0);
  }
  return manageLink;
}
const inbox = (manageLink: string) => runHere(['inbox', manageLink, '-o', folder]);

test('files that were tampered with, and an answer that has ended, do not hide the others', async () => {
  const manageLink = await asked(['first'], ['', join(folder, 'key.pem')], ['third']);
  let opened = 0;
  service.between = ({ line }, go) => {
    if (line.endsWith('/body'))
      return new Response('short', { headers: { 'content-type': 'application/octet-stream' } });
    if (line.endsWith('/open')) opened += 1;
    return line.endsWith('/open') && opened === 1 ? problem({ status: 410, code: 'ended' }) : go();
  };
  const { code, out, err } = await inbox(manageLink);
  expect([code, out]).toEqual([7, 'third']);
  expect(err).toMatch(/^sotto: Answer 1: It is no longer available: .+$/m);
  expect(err).toMatch(/^sotto: Answer 2: The server sent something other than what was sealed .+$/m);
});

test('an answer that has ended is reported by a message and by the exit code', async () => {
  const manageLink = await asked(['first'], ['second']);
  let opened = 0;
  service.between = ({ line }, go) =>
    line.endsWith('/open') && ++opened === 1 ? problem({ status: 410, code: 'ended' }) : go();
  expect(await inbox(manageLink)).toMatchObject({ code: 3, out: 'second' });
});

test('an answer counts as read even if the acknowledgement does not reach the server', async () => {
  const manageLink = await asked(['first'], ['second']);
  service.between = ({ line }, go) => (line.endsWith('/acknowledge') ? notNow() : go());
  expect(await inbox(manageLink)).toMatchObject({ code: 0, out: 'firstsecond' });
});
