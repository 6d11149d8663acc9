import type { BrowserContext, Page } from '@playwright/test';
import { openTestProvider } from '#scripts/testing/test-provider.ts';
import type { TestProvider } from '#scripts/testing/test-provider.ts';
import { freePort } from '#scripts/testing/free-port.ts';
import { expect, test as journey } from './fixtures/journey.ts';
import { needlesOfFragment, placesWith } from './fixtures/search.ts';
import { breakSeal, heading, openedText, readSealed, write } from './fixtures/secret.ts';
import { startServer } from './fixtures/server.ts';
import type { Server } from './fixtures/server.ts';

interface MembersWorld {
  readonly provider: TestProvider;
  readonly server: Server;
  readonly metrics: () => Promise<string>;
}

/** A service with an audit and metrics, whose members sign in at a provider on another site. */
const test = journey.extend<object, { world: MembersWorld }>({
  world: [
    async ({ browserName: _ }, use) => {
      await using provider = await openTestProvider();
      const metricsPort = await freePort();
      const server = await startServer({
        path: '/a/b/',
        settings: (url) => ({
          ...provider.register(url),
          SOTTO_OIDC_NAME: 'Example',
          SOTTO_AUDIT: 'stdout',
          SOTTO_METRICS_PORT: String(metricsPort),
        }),
      });
      const metrics = async () => (await fetch(`http://127.0.0.1:${metricsPort}/metrics`)).text();
      await use({ provider, server, metrics });
      await server.stop();
    },
    { scope: 'worker' },
  ],
  server: [async ({ world }, use) => use(world.server), { scope: 'worker' }],
});

/** The provider has no icon for its pages. */
test.beforeEach(({ silence }) => silence.expectRemark('/favicon.ico'));

/** What a page has told others, or kept, and where it came from. */
interface Told {
  readonly url: string;
  readonly what: string;
}

/** Records, in every page of the context, what it keeps and posts, its referrer and opener, and each of its addresses. */
async function listenIn(context: BrowserContext): Promise<Told[]> {
  const told: Told[] = [];
  await context.exposeBinding('tell', ({ page }, what: string) => void told.push({ url: page.url(), what }));
  await context.addInitScript(() => {
    const { tell } = window as unknown as { tell: (what: string) => void };
    const record = (what: string, value: unknown) => tell(`${what}: ${JSON.stringify(value)}`);
    const wrap = (owner: object, name: string) => {
      const known = owner as Record<string, (...values: unknown[]) => unknown>;
      const original = known[name];
      known[name] = function (this: unknown, ...values: unknown[]) {
        record(name, values);
        return original?.apply(this, values);
      };
    };
    wrap(Storage.prototype, 'setItem');
    wrap(BroadcastChannel.prototype, 'postMessage');
    for (const name of ['pushState', 'replaceState']) wrap(History.prototype, name);
    record('loaded', [document.referrer, window.name, window.opener === null ? 'no opener' : 'an opener']);
  });
  return told;
}

/** The tab of the link has its own address in its own history. */
const isOwnAddress = (what: string): boolean => /^(push|replace)State/.test(what);

/** All that the context's pages asked for, with headers, bodies and replies' addresses. */
function recordRequests(context: BrowserContext): () => Promise<string> {
  const asked: Promise<string>[] = [];
  context.on('request', (request) => {
    const whole = async () => {
      const headers = await request.allHeaders().catch(() => request.headers());
      const location = (await request.response().catch(() => null))?.headers()['location'];
      return JSON.stringify([request.method(), request.url(), headers, request.postData(), location]);
    };
    asked.push(whole());
  });
  return async () => (await Promise.all(asked)).join('\n');
}

/** Every piece of twelve characters: so much of a fragment is nowhere by chance. */
function piecesOf(fragment: string): string[] {
  const length = 12;
  return Array.from({ length: fragment.length - length + 1 }, (_, at) => fragment.slice(at, at + length));
}

/** In a tab of its own, which closes at the end. */
async function signIn(page: Page): Promise<void> {
  const opening = page.context().waitForEvent('page');
  await page.getByRole('link', { name: 'Sign in (opens in a new tab)' }).first().click();
  const tab = await opening;
  await tab.getByLabel('Account').fill('ana');
  const closing = tab.waitForEvent('close');
  await tab.getByRole('button', { name: 'Sign in' }).click();
  await closing;
}

test('the fragment of a link never leaves its tab while its reader signs in in another one', async ({
  page,
  someoneElse,
  world: { provider, server, metrics },
}) => {
  await page.goto('');
  await write(page, { text: 'for members' });
  await page.getByRole('button', { name: 'Choose who can open it, and from when' }).click();
  await page.getByLabel('Who can open it').selectOption('members only');
  await page.getByRole('button', { name: 'Seal it' }).click();
  const { link, key, manageKey } = await readSealed(page);

  const member = await someoneElse();
  const told = await listenIn(member.context());
  const asked = recordRequests(member.context());
  await member.goto(link);
  await expect(member.getByText('Only members of Example can open this.')).toBeVisible();
  await signIn(member);
  await expect(member.getByRole('banner')).toContainText('Signed in as ana@example.org');
  expect(member.url()).toBe(link);
  await breakSeal(member);
  await expect(openedText(member)).toHaveText('for members');

  const again = await member.context().newPage();
  await again.goto('signed-in');
  await expect(heading(again, 'Signed in')).toBeVisible();
  const kept = await again.evaluate(() =>
    JSON.stringify([
      Object.entries(localStorage),
      Object.entries(sessionStorage),
      history.length,
      history.state,
      document.cookie,
    ]),
  );
  const places = {
    requests: await asked(),
    provider: provider.heard().toString('latin1'),
    log: server.log().toString(),
    metrics: await metrics(),
    storage: JSON.stringify(await member.context().storageState({ indexedDB: true })),
    kept,
    told: JSON.stringify(told.filter(({ what }) => !isOwnAddress(what)).map(({ what }) => what)),
    otherTabs: JSON.stringify(told.filter(({ url }) => new URL(url).pathname !== new URL(link).pathname)),
    titles: await again.title(),
  };

  // The search itself works: each place has what it must have.
  const [state = ''] = /(?<=state=)[\w-]{43}/.exec(places.provider) ?? [];
  expect(state).not.toBe('');
  expect(places.requests).toContain(state);
  expect(places.told).toContain(state);
  expect(places.told).toContain('changed');
  expect(places.requests).toContain('client_id=sotto-');
  expect(places.provider).toContain('code_verifier=');
  expect(places.log).toContain('sign-in');
  expect(places.metrics).toContain('/api/session/pass');
  expect(places.otherTabs).toContain('no opener');
  expect(places.otherTabs).not.toContain('an opener');

  for (const fragment of [key, manageKey]) {
    for (const [place, text] of Object.entries(places)) {
      for (const piece of piecesOf(fragment)) expect(text.includes(piece), place).toBe(false);
      for (const needle of needlesOfFragment(fragment))
        expect(Buffer.from(text, 'latin1').includes(needle), place).toBe(false);
    }
    expect(
      placesWith([...needlesOfFragment(fragment), ...piecesOf(fragment).map((piece) => Buffer.from(piece))], server),
    ).toEqual([]);
  }
  // The provider and the tab that signs in do not even learn which share it is.
  const id = new URL(link).pathname.split('/').at(-1) ?? '';
  for (const place of ['provider', 'otherTabs', 'kept'] as const) expect(places[place].includes(id), place).toBe(false);
});
