import { expect, test } from './fixtures/journey.ts';
import { breakSeal, heading, openedText, readSealed, receipt, seal, write } from './fixtures/secret.ts';

test('without JavaScript every page says why it needs it, and what to do', async ({ someoneElse, silence }) => {
  silence.expectRemark('status of 404');
  const page = await someoneElse({ javaScriptEnabled: false });
  for (const path of [
    '',
    's/2NEpo7TZRRrLZSi2U4xGyz',
    'm/2NEpo7TZRRrLZSi2U4xGyz',
    'shares',
    'how-it-works',
    'security',
    'nowhere',
  ]) {
    await page.goto(path);
    await expect(heading(page, 'This page needs JavaScript'), path).toBeVisible();
    const paragraphs = page.getByRole('paragraph').filter({ visible: true });
    await expect(paragraphs, path).toContainText(['in your browser, by a script', 'Allow JavaScript for this site']);
  }
});

test('the page says so if a script does not load', async ({ page, silence }) => {
  silence.expectRemark('net::ERR');
  await page.route('**/*.js', (route) => (route.request().url().includes('boot') ? route.continue() : route.abort()));
  await page.goto('');
  await expect(heading(page, 'The page did not start')).toBeVisible();
  await expect(page.getByRole('main')).toContainText('Check your connection');
});

test('over plain http, except on localhost, the page refuses and says what to do', async ({ page, anotherServer }) => {
  const server = await anotherServer({ hostname: 'sotto.example' });
  for (const path of ['', 's/2NEpo7TZRRrLZSi2U4xGyz', 'shares']) {
    await page.goto(`${server.url}${path}`);
    await expect(heading(page, 'This connection is not secure')).toBeVisible();
    await expect(page.getByRole('textbox')).toHaveCount(0);
  }
});

test('an operator can allow plain http: it works, under a permanent warning', async ({
  page,
  anotherServer,
  someoneElse,
}) => {
  const server = await anotherServer({ hostname: 'sotto.example', settings: { SOTTO_ALLOW_INSECURE_HTTP: 'true' } });
  const warning = 'This page was loaded over plain http';
  await page.goto(server.url);
  await expect(page.getByText(warning)).toBeVisible();
  await write(page, { text: 'in the open' });
  await page.getByRole('button', { name: 'Seal it' }).click();
  const { link } = await readSealed(page);
  await expect(page.getByText(warning)).toBeVisible();

  const recipient = await someoneElse();
  await recipient.goto(link);
  await breakSeal(recipient);
  expect(await openedText(recipient).textContent()).toBe('in the open');
  await expect(recipient.getByText(warning)).toBeVisible();
});

test('everything works under a sub-path, and every request stays below it', async ({
  page,
  anotherServer,
  someoneElse,
}) => {
  const server = await anotherServer({ path: '/a/b/' });
  await page.goto(server.url);
  await write(page, { text: 'below', title: 'Sub-path', password: 'words' });
  await page.getByRole('button', { name: 'Seal it' }).click();
  const { link, manageLink } = await readSealed(page);
  expect(link).toContain('/a/b/s/');

  const recipient = await someoneElse();
  await recipient.goto(link);
  await recipient.getByRole('textbox', { name: 'Password' }).fill('words');
  await breakSeal(recipient);
  expect(await openedText(recipient).textContent()).toBe('below');
  await expect(receipt(recipient)).toBeVisible();
  await page.goto(manageLink);
  await expect(heading(page, 'Sub-path')).toBeVisible();
  await page.getByRole('navigation').getByRole('link', { name: 'My shares' }).click();
  await expect(page.getByRole('link', { name: 'Sub-path' })).toBeVisible();
  await page.getByRole('link', { name: 'How it works' }).click();
  await expect(page).toHaveURL(`${server.url}how-it-works`);
  expect(server.relay.requests().filter((line) => !line.split(' ')[1]?.startsWith('/a/b/'))).toEqual([]);
});

test('if the browser stores nothing, sealing works and says that the manage link is the only way back', async ({
  page,
}) => {
  await page.addInitScript(() => Reflect.deleteProperty(globalThis, 'indexedDB'));
  await page.addInitScript(() => Object.defineProperty(globalThis, 'indexedDB', { get: () => undefined }));
  await page.goto('');
  await seal(page, { text: 'unlisted' });
  await expect(page.getByText('This browser does not store anything')).toBeVisible();
});

test('if the browser’s storage never responds, the link is still shown and every page works', async ({ page }) => {
  await page.addInitScript(() => Object.assign(IDBFactory.prototype, { open: () => new EventTarget() }));
  await page.clock.install();
  const later = () => page.clock.runFor(20_000);
  await page.goto('');
  await page.getByLabel('Your secret').fill('not lost');
  const stored = page.waitForResponse((reply) => reply.request().method() === 'PUT');
  await page.getByRole('button', { name: 'Seal it' }).click();
  await stored;
  await expect.poll(async () => (await later(), heading(page, 'Sealed').isVisible())).toBe(true);
  await expect(page.getByText('This browser does not store anything')).toBeVisible();
  await page.getByRole('link', { name: 'Manage this secret' }).click();
  await expect.poll(async () => (await later(), page.getByText('Waiting to be opened').isVisible())).toBe(true);
  await page.goto('shares');
  await expect
    .poll(async () => (await later(), page.getByText('This browser does not store anything').isVisible()))
    .toBe(true);
});

test('a tab without storage spends nothing', async ({ page, server, someoneElse }) => {
  const { link } = await seal(page, { text: 'kept safe' });
  const recipient = await someoneElse();
  await recipient.addInitScript(() => {
    Object.defineProperty(globalThis, 'sessionStorage', {
      get: () => {
        throw new DOMException('refused', 'SecurityError');
      },
    });
  });
  const before = server.relay.requests().filter((line) => line.endsWith('/open')).length;
  await recipient.goto(link);
  await recipient.getByRole('button', { name: 'Break the seal' }).click();
  await expect(heading(recipient, 'This tab can’t store anything')).toBeVisible();
  expect(server.relay.requests().filter((line) => line.endsWith('/open'))).toHaveLength(before);
});

test('with site data blocked, every page works and a link with unlimited openings opens', async ({
  page,
  someoneElse,
}) => {
  const unlimited = await seal(page, { text: 'again and again', opens: 'any number of times' });
  const blocked = await someoneElse();
  await blocked.addInitScript(blockSiteData);
  for (const [path, title] of [
    ['', 'Say it once'],
    ['shares', 'My shares'],
    ['ask', 'Ask for it'],
    ['security', 'Security'],
  ] as const) {
    await blocked.goto(path);
    await expect(heading(blocked, title)).toBeVisible();
  }
  const once = await seal(blocked, { text: 'only once' });
  await expect(blocked.getByText('This browser does not store anything')).toBeVisible();
  await blocked.goto(once.manageLink);
  await expect(blocked.getByText('Waiting to be opened')).toBeVisible();

  for (const time of ['first', 'second']) {
    await blocked.goto('about:blank');
    await blocked.goto(unlimited.link);
    await breakSeal(blocked);
    await expect(openedText(blocked), time).toHaveText('again and again');
    await expect(blocked.getByText(/^Opened\. It can be opened again until/), time).toBeVisible();
  }
  await blocked.goto(once.link);
  await breakSeal(blocked);
  await expect(heading(blocked, 'This tab can’t store anything')).toBeVisible();

  await page.goto(once.link);
  await breakSeal(page);
  await expect(receipt(page)).toBeVisible();
  await blocked.reload();
  await expect(heading(blocked, 'Already opened')).toBeVisible();
});

/** As Firefox does it, which throws in more places than other browsers. */
function blockSiteData(): void {
  if (location.protocol === 'about:') return;
  const refuse = () => {
    throw new DOMException('The operation is insecure.', 'SecurityError');
  };
  const reject = () => Promise.reject(new DOMException('The operation is insecure.', 'SecurityError'));
  for (const name of ['sessionStorage', 'localStorage']) Object.defineProperty(globalThis, name, { get: refuse });
  Object.assign(IDBFactory.prototype, { open: refuse, deleteDatabase: refuse });
  Object.assign(LockManager.prototype, { request: reject, query: reject });
  Object.assign(ServiceWorkerContainer.prototype, { register: reject });
  Object.assign(StorageManager.prototype, { getDirectory: reject, estimate: reject });
  Object.assign(globalThis, { BroadcastChannel: refuse });
}
