import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { BrowserContext, Page } from '@playwright/test';
import { signInAt } from '#scripts/testing/sign-in-at-provider.ts';
import { openTestProvider } from '#scripts/testing/test-provider.ts';
import type { TestProvider } from '#scripts/testing/test-provider.ts';
import { expect, test as journey } from './fixtures/journey.ts';
import { heading } from './fixtures/secret.ts';
import { startServer } from './fixtures/server.ts';
import type { Server } from './fixtures/server.ts';

interface Site {
  /** Another site than the service's. */
  readonly foreign: string;
  /** The service's site, for which SameSite says nothing, but another origin. */
  readonly sibling: string;
}

/** A service with members, and pages that somebody else has written. */
const test = journey.extend<object, { provider: TestProvider; server: Server; site: Site }>({
  provider: [
    async ({ browserName: _ }, use) => {
      await using provider = await openTestProvider();
      await use(provider);
    },
    { scope: 'worker' },
  ],
  server: [
    async ({ provider }, use) => {
      const settings = (url: string) => ({ ...provider.register(url), SOTTO_OIDC_NAME: 'Example' });
      const server = await startServer({ path: '/a/b/', settings });
      await use(server);
      await server.stop();
    },
    { scope: 'worker' },
  ],
  site: [
    async ({ browserName: _ }, use) => {
      const server = createServer((_request, response) => {
        response.setHeader('content-type', 'text/html; charset=utf-8');
        response.end('<!doctype html><title>Somebody else</title><link rel="icon" href="data:,">');
      }).listen(0, '127.0.0.1');
      await once(server, 'listening');
      const { port } = server.address() as AddressInfo;
      await use({ foreign: `http://127.0.0.1:${port}/`, sibling: `http://localhost:${port}/` });
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
    { scope: 'worker' },
  ],
});

const SESSION = 'sotto-session';

async function sessionOf(context: BrowserContext, server: Server): Promise<string | undefined> {
  const cookies = await context.cookies(`${server.url}api/session/read`);
  return cookies.find(({ name }) => name === SESSION)?.value;
}

async function signIn(context: BrowserContext, account: string): Promise<void> {
  const tab = await context.newPage();
  await tab.goto('sign-in');
  await tab.getByLabel('Account').fill(account);
  await tab.getByRole('button', { name: 'Sign in' }).click();
  await expect(heading(tab, 'Signed in')).toBeVisible();
  await tab.close();
}

const verbs = ['begin', 'finish', 'read', 'pass', 'terminal', 'end'];

/** Sends what a page of another origin can send without asking: forms, and requests whose replies it cannot read. */
async function postEverywhere(page: Page, url: string): Promise<string[]> {
  return page.evaluate(
    async ([base, names]) => {
      const said: string[] = [];
      for (const verb of names) {
        for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'application/json']) {
          for (const mode of ['no-cors', 'cors'] as const) {
            const init = {
              method: 'POST',
              mode,
              credentials: 'include',
              body: '{}',
              headers: { 'content-type': type },
            };
            const reply = await fetch(`${base}api/session/${verb}`, init as RequestInit).catch(() => undefined);
            if (reply !== undefined && reply.type !== 'opaque') said.push(`${verb} ${type} ${mode} ${reply.type}`);
          }
        }
      }
      return said;
    },
    [url, verbs] as const,
  );
}

for (const which of ['foreign', 'sibling'] as const) {
  test(`a page of a ${which} origin that posts to the routes of sessions changes and reads nothing`, async ({
    browser,
    server,
    site,
  }) => {
    const context = await browser.newContext({ baseURL: server.url });
    await signIn(context, 'ana');
    const before = await context.cookies();
    const page = await context.newPage();
    await page.goto(site[which]);
    const start = server.relay.recorded().length;
    expect(await postEverywhere(page, server.url)).toEqual([]);
    await page.evaluate((url) => {
      const form = document.createElement('form');
      Object.assign(form, { method: 'post', action: `${url}api/session/end`, enctype: 'text/plain' });
      document.body.append(form);
      form.submit();
    }, server.url);
    await page.waitForURL(/api\/session\/end/);
    const wire = server.relay.recorded().subarray(start).toString('latin1');
    const requests = wire.split(/(?=POST \/a\/b\/api\/session\/)/).slice(1);
    // Three kinds of body for each verb, and the form. The browser asks before it sends JSON, in vain.
    expect(requests.length).toBeGreaterThanOrEqual(verbs.length * 4 + 1);
    expect(wire).not.toContain('HTTP/1.1 2');
    expect(wire).not.toMatch(/set-cookie/i);
    const cookies = requests.filter((request) => /\r\ncookie: .*sotto-session=/i.test(request));
    // SameSite=Strict keeps the cookie from another site. From a sibling it comes, and `Origin` decides.
    expect(cookies.length).toBe(which === 'foreign' ? 0 : requests.length);
    expect(await context.cookies()).toEqual(before);
    const own = await context.newPage();
    await own.goto('signed-in');
    await expect(heading(own, 'Signed in')).toBeVisible();
    await context.close();
  });
}

test('pages of the sign-in do not load in a frame of another origin', async ({ browser, server, site }) => {
  const context = await browser.newContext({ baseURL: server.url });
  await signIn(context, 'ana');
  for (const where of [site.foreign, site.sibling]) {
    const page = await context.newPage();
    await page.goto(where);
    for (const path of ['sign-in', 'signed-in', '']) {
      await page.evaluate((src) => {
        document.querySelector('iframe')?.remove();
        document.body.append(Object.assign(document.createElement('iframe'), { src }));
      }, server.url + path);
      await expect.poll(() => page.frames()[1]?.url()).toContain('chrome-error:');
    }
  }
  await context.close();
});

test('a page that opens the sign-in loses hold of the tab, and a planted answer signs nobody in', async ({
  browser,
  server,
  site,
}) => {
  const context = await browser.newContext({ baseURL: server.url });
  const page = await context.newPage();
  for (const where of [site.foreign, site.sibling]) {
    await page.goto(where);
    const opening = context.waitForEvent('page');
    await page.evaluate((url) => {
      Object.assign(window, { opened: window.open(url) });
    }, `${server.url}sign-in`);
    const tab = await opening;
    await expect(tab.getByLabel('Account')).toBeVisible();
    expect(await page.evaluate(() => (window as unknown as { opened: Window }).opened.closed)).toBe(true);
    expect(await tab.evaluate(() => window.opener === null)).toBe(true);
    await tab.close();
  }

  // Somebody signs in as bob and leads this browser to bob's answer.
  const begun = await fetch(`${server.url}api/session/begin`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: new URL(server.url).origin },
    body: '{}',
  });
  const { url } = (await begun.json()) as { url: string };
  const planted = new URLSearchParams({ ...(await signInAt(url, 'bob')) });
  await page.goto(site.foreign);
  await page.evaluate(
    (to) => {
      location.assign(to);
    },
    `${server.url}signed-in?${String(planted)}`,
  );
  await expect(heading(page, 'Go back to the tab where you started')).toBeVisible();
  expect(await sessionOf(context, server)).toBeUndefined();
  expect(new URL(page.url()).search).toBe('');

  // Even while a sign-in of this browser is on its way, in another tab.
  const own = await context.newPage();
  await own.goto('sign-in');
  await expect(own.getByLabel('Account')).toBeVisible();
  await page.goto(`signed-in?${String(planted)}`);
  await expect(heading(page, 'Go back to the tab where you started')).toBeVisible();
  await own.goto(`${server.url}signed-in?${String(planted)}`);
  await expect(heading(own, 'Go back to the tab where you started')).toBeVisible();
  expect(await sessionOf(context, server)).toBeUndefined();
  await context.close();
});

test('a session that another host of the site has planted is named, and beside the own one nothing is accepted', async ({
  browser,
  server,
}) => {
  const eve = await browser.newContext({ baseURL: server.url });
  await signIn(eve, 'bob');
  const value = (await sessionOf(eve, server)) ?? '';
  const planted = { name: SESSION, value, domain: 'localhost', path: '/a/b/api/session/read' } as const;
  const context = await browser.newContext({ baseURL: server.url });
  await context.addCookies([planted]);
  const page = await context.newPage();
  await page.goto('');
  await expect(page.getByRole('banner')).toContainText('Signed in as bob@example.org');

  const another = await browser.newContext({ baseURL: server.url });
  await signIn(another, 'ana');
  await another.addCookies([planted]);
  const own = await another.newPage();
  const replied = own.waitForResponse(/api\/session\/read/);
  await own.goto('');
  expect((await replied).status()).toBe(400);
  await expect(own.getByRole('banner')).not.toContainText('Signed in as');
  await Promise.all([eve.close(), context.close(), another.close()]);
});
