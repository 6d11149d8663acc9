import { expect, test } from 'vitest';
import { ApiError, NetworkError } from '#client/errors.ts';
import { CryptoError } from '#crypto/errors.ts';
import { LinkType } from '#crypto/link.ts';
import { FakeStorage, failing, shareFragment, id, live, siteUrl, spent, receiveWorld } from './testing/world.ts';

test('loading the page only fetches the description', async () => {
  const { receive, log } = receiveWorld();
  await receive.start();
  expect(log).toEqual(['describe']);
  expect(receive.state()).toMatchObject({ at: 'ready', password: false });
});

test.each([
  ['missing', ''],
  ['cut', shareFragment(LinkType.share).slice(0, 40)],
  ['wrong', shareFragment(LinkType.share, new Uint8Array(16))],
])('a %s key is detected without a request', async (kind, fragment) => {
  const { receive, log } = receiveWorld({ fragment: () => fragment });
  await receive.start();
  expect(receive.state()).toEqual({ at: 'keyless', fault: { kind } });
  expect(log).toEqual([]);
});

test('a manage key leads to its own page, without a request', async () => {
  const fragment = shareFragment(LinkType.manage);
  const { receive, log } = receiveWorld({ fragment: () => fragment });
  await receive.start();
  expect(receive.state()).toMatchObject({ fault: { kind: 'other', href: `${siteUrl}m/${id}${fragment}` } });
  expect(log).toEqual([]);
});

test('a key that was sent separately can be pasted, alone or as a whole link', async () => {
  const fragment = shareFragment(LinkType.share);
  for (const pasted of [fragment, fragment.slice(1), ` ${siteUrl}s/${id}${fragment}.`]) {
    const { receive } = receiveWorld({ fragment: () => '' });
    await receive.start();
    await receive.giveKey(pasted);
    expect(receive.state()).toMatchObject({ at: 'ready' });
  }
});

test('a pasted link to another service is named, and nothing is sent', async () => {
  const { receive, log } = receiveWorld({ fragment: () => '' });
  await receive.start();
  await receive.giveKey(`https://elsewhere.example/s/${id}${shareFragment(LinkType.share)}`);
  expect(receive.state()).toEqual({
    at: 'keyless',
    fault: { kind: 'missing' },
    pasted: { kind: 'foreign', origin: 'https://elsewhere.example' },
  });
  expect(log).toEqual([]);
});

test('after the share has ended, this tab remembers only when it opened it', async () => {
  const storage = new FakeStorage();
  storage.setItem(`sotto opened ${id}`, '2000');
  const keyless = receiveWorld({ fragment: () => '' }, storage);
  await keyless.receive.start();
  expect(keyless.receive.state()).toEqual({ at: 'remembered', openedHere: 2000 });
  expect(keyless.log).toEqual([]);

  const again = receiveWorld({ describe: async () => spent }, storage);
  await again.receive.start();
  expect(again.receive.state()).toMatchObject({ at: 'over', openedHere: 2000 });
});

test('a tab interrupted while opening knows that it may have used the share up', async () => {
  const storage = new FakeStorage();
  storage.setItem(`sotto claim ${id}`, 'c'.repeat(43));
  const again = receiveWorld({ describe: async () => spent }, storage);
  await again.receive.start();
  expect(again.receive.state()).toMatchObject({ at: 'over', begunHere: true });
  const other = receiveWorld({ describe: async () => spent });
  await other.receive.start();
  expect(other.receive.state()).toMatchObject({ at: 'over', begunHere: false });
});

test('a share that the server does not know is reported as missing', async () => {
  const { receive } = receiveWorld({ describe: failing([new ApiError({ code: 'not-found', status: 404 })], live) });
  await receive.start();
  expect(receive.state()).toEqual({ at: 'nothing' });
});

test('a changed preamble is rejected before the page asks for a password', async () => {
  const { receive } = receiveWorld({ describe: failing([new CryptoError('preamble-tag')], live) });
  await receive.start();
  expect(receive.state()).toEqual({ at: 'forged', fetched: false });
});

test('a secret of a newer version is named as such', async () => {
  const { receive } = receiveWorld({ describe: failing([new CryptoError('preamble-version')], live) });
  await receive.start();
  expect(receive.state()).toEqual({ at: 'newer' });
});

test('a returning network ends the wait', async () => {
  const { receive } = receiveWorld({
    describe: failing([new NetworkError('unreachable')], live),
    wait: (_seconds, signal) => new Promise((resolve) => signal?.addEventListener('abort', () => resolve())),
  });
  const started = receive.start();
  await expect.poll(() => receive.state().at).toBe('unreachable');
  receive.retryNow();
  await started;
  expect(receive.state()).toMatchObject({ at: 'ready' });
});

test('another key in the address is read as if the page had been loaded again', async () => {
  let fragment = shareFragment(LinkType.share).slice(0, 20);
  const { receive, log } = receiveWorld({ fragment: () => fragment });
  await receive.start();
  await receive.giveKey('nonsense');
  fragment = '';
  receive.leave();
  await receive.start();
  expect(receive.state()).toEqual({ at: 'keyless', fault: { kind: 'missing' } });
  expect(log).toEqual([]);
});
