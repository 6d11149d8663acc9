import { afterAll, beforeAll, expect, test } from 'vitest';
import { runHere } from '#cli/testing/run-here.ts';
import { serveHere } from '#cli/testing/serve-here.ts';

let service: Awaited<ReturnType<typeof serveHere>>;
beforeAll(async () => {
  service = await serveHere();
});
afterAll(() => service[Symbol.asyncDispose]());

interface Links {
  readonly link: string;
  readonly manageLink: string;
}

async function made(command: 'send' | 'ask', ...args: readonly string[]): Promise<Links> {
  const { out } = await runHere([command, ...args, '--server', service.baseUrl, '--json'], {}, { input: 'secret' });
  return JSON.parse(out) as Links;
}
const status = async (link: string) => (await runHere(['status', link])).out;

test('a share that can be opened says how often, and that nobody has opened it yet', async () => {
  const { link, manageLink } = await made('send', '--views', '2');
  for (const way of [link, manageLink]) {
    expect(await status(way)).toMatch(/^Opens: {6}2 times, 2 left$/m);
    expect(await status(way)).toMatch(/^Opened: {5}not yet$/m);
    expect(await status(way)).toMatch(/^Expires: /m);
  }
});

test('a deleted share has no openings left, no expiry and no “not yet”', async () => {
  const { link, manageLink } = await made('send', '--views', '2');
  expect((await runHere(['delete', manageLink, '--yes'])).code).toBe(0);
  for (const way of [link, manageLink]) {
    const said = await status(way);
    expect(said).toMatch(/^State: {6}deleted$/m);
    expect(said).toMatch(/^Ended: /m);
    expect(said).toMatch(/^Opens: {6}2 times$/m);
    expect(said).toMatch(/^Opened: {5}never$/m);
    expect(said).not.toMatch(/left|yet|Expires/);
  }
});

test('an expired share says when it expired', async () => {
  const { manageLink } = await made('send', '--expires', '1h');
  service.clock.advance(3601);
  const said = await status(manageLink);
  expect(said).toMatch(/^Expired: /m);
  expect(said).toMatch(/^Opened: {5}never$/m);
  expect(said).not.toMatch(/left|yet|Expires/);
});

test('a closed request accepts nothing more', async () => {
  const { link, manageLink } = await made('ask', 'Keys', '--answers', '3');
  expect(await status(link)).toMatch(/^Answers: {4}3 more accepted$/m);
  expect((await runHere(['delete', manageLink, '--yes'])).code).toBe(0);
  const said = await status(link);
  expect(said).toMatch(/^State: {6}deleted$/m);
  expect(said).not.toMatch(/accepted|Expires/);
});
