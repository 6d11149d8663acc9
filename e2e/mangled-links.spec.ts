import { expect, test } from './fixtures/journey.ts';
import { heading, seal } from './fixtures/secret.ts';

/** Damage that email, chat and people do to links, and that must not matter. */
const harmless: readonly [name: string, mangle: (link: string, key: string) => string][] = [
  ['a full stop after it', (link) => `${link}.`],
  ['a bracket and a comma after it', (link) => `${link}),`],
  ['a quotation mark after it', (link) => `${link}”`],
  ['a tracking parameter after it', (link) => `${link}&fbclid=IwAR0abc`],
  ['a tracking query in it', (link, key) => link.replace(`#${key}`, `?utm_source=mail&utm_medium=x#${key}`)],
  ['a question mark after it', (link) => `${link}?`],
  ['its first hash doubled', (link) => link.replace('#', '##')],
  ['an escaped hash', (link) => link.replace('#', '#%23')],
  ['a space within the key', (link, key) => link.replace(key, `${key.slice(0, 20)}%20${key.slice(20)}`)],
  ['a soft line break within the key', (link, key) => link.replace(key, `${key.slice(0, 30)}%0D%0A${key.slice(30)}`)],
  ['a zero-width space within the key', (link, key) => link.replace(key, `${key.slice(0, 9)}\u200B${key.slice(9)}`)],
  ['an escaped letter', (link, key) => link.replace(key, `%${key.charCodeAt(0).toString(16)}${key.slice(1)}`)],
  ['a broken escape after it', (link) => `${link}%E2%80`],
  ['its scheme in capitals', (link) => link.replace('http:', 'HTTP:')],
  ['a slash before the hash', (link) => link.replace('#', '/#')],
  ['a capital in its path', (link) => link.replace('/s/', '/S/')],
  ['a capital, a slash and a query', (link) => link.replace('/s/', '/S/').replace('#', '/?gclid=1#')],
  ['two slashes in its path', (link) => link.replace('/s/', '//s/')],
  ['a full stop before the hash', (link) => link.replace('#', '.#')],
  ['a mark of direction before the key', (link, key) => link.replace(key, `\u200F${key}`)],
  ['quotes around the key', (link, key) => link.replace(key, `"${key}"`)],
];

/** Damage after which the browser sends the key to the server as part of the path. */
const revealing: readonly [name: string, mangle: (link: string, key: string) => string][] = [
  ['an escaped hash', (link) => link.replace('#', '%23')],
  ['a slash and an escaped hash', (link) => link.replace('#', '/%23')],
  ['a full-width hash', (link) => link.replace('#', '\uFF03')],
  ['no hash', (link, key) => link.replace(`#${key}`, `/${key}`)],
];

test('a mangled link is still read correctly', async ({ page, silence, someoneElse }) => {
  // The server has no page for a damaged path.
  silence.expectRemark('status of 404');
  const { link, key } = await seal(page, { text: 'mangled' });
  const recipient = await someoneElse();
  for (const [name, mangle] of harmless) {
    await test.step(name, async () => {
      await recipient.goto('about:blank');
      await recipient.goto(mangle(link, key));
      await expect.soft(heading(recipient, 'A secret for you'), name).toBeVisible();
    });
  }
});

test('a link whose key went to the server says so, and still opens', async ({ page, silence, someoneElse }) => {
  silence.expectRemark('status of 404');
  const { link, key } = await seal(page, { text: 'revealed' });
  const recipient = await someoneElse();
  for (const [name, mangle] of revealing) {
    await test.step(name, async () => {
      await recipient.goto('about:blank');
      await recipient.goto(mangle(link, key));
      await expect(heading(recipient, 'This link was damaged, and its key was sent to the server'), name).toBeVisible();
      await recipient.getByRole('link', { name: 'Continue with this link' }).click();
      await expect(heading(recipient, 'A secret for you'), name).toBeVisible();
      expect(recipient.url()).toBe(link);
    });
  }
});

test('the key field ignores text copied around the key', async ({ page, someoneElse }) => {
  const { link, linkWithoutKey, key } = await seal(page, { text: 'pasted' });
  const recipient = await someoneElse();
  for (const pasted of [
    `Hello,\n> ${link.slice(0, 40)}\n> ${link.slice(40)}\nBest regards`,
    `[the password](${link})`,
    `https://x.safelinks.protection.outlook.com/?url=${encodeURIComponent(link)}&data=05`,
    `Key: ${key}`,
  ]) {
    await recipient.goto(linkWithoutKey);
    await recipient.getByLabel('Key or whole link').fill(pasted);
    await recipient.getByLabel('Key or whole link').press('Enter');
    await expect(heading(recipient, 'A secret for you'), pasted).toBeVisible();
    await recipient.goto('about:blank');
  }
});

test('a key cut at any length is recognised as cut, without a request', async ({ page, server, someoneElse }) => {
  const { linkWithoutKey, key } = await seal(page, { text: 'cut' });
  const recipient = await someoneElse();
  await recipient.goto(linkWithoutKey);
  await expect(heading(recipient, 'The key is missing')).toBeVisible();
  const asked = server.relay.requests().length;
  for (let length = 1; length < key.length; length++) {
    // Only the fragment changes. The page reloads, as it does when a person edits the address.
    await recipient.goto(`${linkWithoutKey}#${key.slice(0, length)}`);
    await expect.soft(heading(recipient, 'The key is cut off'), `${length} characters`).toBeVisible();
  }
  expect(
    server.relay
      .requests()
      .slice(asked)
      .filter((line) => line.includes('/api/shares')),
  ).toEqual([]);
});

test('another secret’s key, a mistyped key and a damaged address are recognised without a request', async ({
  page,
  server,
  someoneElse,
  silence,
}) => {
  silence.expectRemark('status of 404');
  const one = await seal(page, { text: 'one' });
  const other = await seal(page, { text: 'other' });
  const recipient = await someoneElse();
  const asked = server.relay.requests().length;
  await recipient.goto(`${one.linkWithoutKey}#${other.key}`);
  await expect(heading(recipient, 'The key does not fit')).toBeVisible();
  const mistyped = `${one.key.slice(0, 24)}${one.key[24] === 'x' ? 'y' : 'x'}${one.key.slice(25)}`;
  await recipient.goto(`${one.linkWithoutKey}#${mistyped}`);
  await expect(heading(recipient, 'The key does not fit')).toBeVisible();
  // With only one character removed, it could still be an id.
  await recipient.goto(one.link.replace(/\/s\/\w{4}/, '/s/'));
  await expect(heading(recipient, 'This link is damaged')).toBeVisible();
  expect(
    server.relay
      .requests()
      .slice(asked)
      .filter((line) => line.includes('/api/shares')),
  ).toEqual([]);
});
