import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, inject, test } from 'vitest';
import { startMemberService } from '#e2e/fixtures/member-service.ts';
import type { Server } from '#e2e/fixtures/server.ts';
import { notProved } from '#scripts/testing/not-proved.ts';
import { installedEngine } from './installed-engine.ts';
import { Page } from './page.ts';
import { button, heading, link as linkNamed, open, openedText, readSealed, textbox } from './steps.ts';

/** A page of somebody else, with a form that posts to the service. */
async function startForeignSite(target: string) {
  const server = createServer((_request, response) => {
    response.setHeader('content-type', 'text/html; charset=utf-8');
    // The reply goes into another tab: while a page or a frame in it still loads, Firefox's driver can refuse the next step.
    const form = `<form method="post" enctype="text/plain" action="${target}" target="_blank"><button>Send</button></form>`;
    response.end(`<!doctype html><title>Somebody else</title>${form}`);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    /** The service is on localhost: to SameSite, this is another site. */
    foreign: `http://127.0.0.1:${port}/`,
    /** Another origin of the service's site. */
    sibling: `http://localhost:${port}/`,
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** Posts the form of a foreign page. @returns everything on the wire to and from the service since then */
async function postForm(page: Page, { relay }: Server, site: string): Promise<string> {
  await page.goto(site);
  const before = relay.recorded().length;
  const wire = () => relay.recorded().subarray(before).toString('latin1');
  await page.click(button('Send'));
  // Firefox may ask for the icon, too.
  await expect.poll(wire).toMatch(/POST \/a\/b\/api\/session\/end HTTP\/1\.1\r\n[^]*HTTP\/1\.1 \d{3}/);
  return wire();
}

const signedIn = 'Signed in as ana@example.org';

/** In the tab that signs in. */
async function signIn(page: Page): Promise<void> {
  await page.goto('security');
  // The sign-in page redirects before it has loaded, and a driver's own navigation would not end.
  await page.evaluate(() => location.assign('sign-in'));
  await page.fill(textbox('Account'), 'ana');
  await page.click(button('Sign in'));
  await page.waitFor(heading('Signed in'));
  // Neither what the provider said nor the session is left for scripts.
  expect(await page.evaluate(() => location.pathname + location.search + document.cookie)).toBe('/a/b/signed-in');
}

async function sealForMembers(page: Page, text: string) {
  await page.goto();
  await page.sees(signedIn);
  await page.fill(textbox('Your secret'), text);
  await page.click(button('Choose who can open it, and from when'));
  await page.choose({ role: 'combobox', name: 'Who can open it' }, 'members only');
  // The choice adds fields, which move the button.
  await page.sees('No group chosen');
  await page.sees('Show me as the sender');
  await page.click(button('Seal it'));
  return readSealed(page);
}

test('a member signs in with strict cookies under a path, other origins cannot use them, and a secret for members opens', async ({
  annotate,
}) => {
  const engine = inject('engine') === 'firefox' ? installedEngine() : undefined;
  if (engine === undefined)
    return notProved(annotate, `signing in with ${inject('engine')}: it is not installed, or not yet tried`);
  const { server, stop } = await startMemberService({}, '/a/b/');
  const site = await startForeignSite(`${server.url}api/session/end`);
  const home = mkdtempSync(join(tmpdir(), 'sotto-engine-'));
  const page = new Page(await engine.start(home), server.url, () => engine.start(home));
  try {
    await signIn(page);

    const fromForeign = await postForm(page, server, site.foreign);
    expect(fromForeign).toMatch(/HTTP\/1\.1 4/);
    expect(fromForeign).not.toMatch(/cookie: /i);
    // The cookie is sent, and the service refuses the request because of its `Origin`.
    const fromSibling = await postForm(page, server, site.sibling);
    expect(fromSibling).toMatch(/HTTP\/1\.1 4/);
    expect(fromSibling).toMatch(/\r\ncookie: .*sotto-session=/i);
    expect(fromSibling).not.toMatch(/set-cookie: /i);

    const { link, manageLink } = await sealForMembers(page, 'for members');
    await page.goto('security');
    await page.goto(link);
    await page.sees('The sender sees that you, ana@example.org, opened it, and when.');
    await open(page, link);
    expect(await page.textOf(openedText)).toBe('for members');
    await page.goto(manageLink);
    await page.sees(/ana@example\.org, .* \d{1,2}:\d{2}/);

    await page.goto();
    await page.click(button('Sign out'));
    await page.waitFor(linkNamed(/^Sign in/));
    await page.goto('signed-in');
    await page.waitFor(heading('Not signed in'));
    // Requests outside `api/session` never carry the session.
    const elsewhere = server.relay
      .recorded()
      .toString('latin1')
      .split(/(?=(?:GET|POST) \/a\/b\/)/);
    const withCookie = elsewhere.filter((asked) => /^(GET|POST)[^]*?\r\ncookie: .*sotto-/i.test(asked));
    expect(withCookie.length).toBeGreaterThan(0);
    expect(withCookie.filter((asked) => !asked.startsWith('POST /a/b/api/session/'))).toEqual([]);
  } finally {
    await page.quit();
    await site.stop();
    await stop();
    rmSync(home, { recursive: true, force: true });
  }
});
