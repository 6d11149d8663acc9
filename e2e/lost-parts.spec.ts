import type { Page } from '@playwright/test';
import { expectAccessible } from './fixtures/axe.ts';
import { expect, test } from './fixtures/journey.ts';
import { heading, readSealed, seal } from './fixtures/secret.ts';
import { makeRequest } from './fixtures/request.ts';

/** Blocks the scripts, styles or words of one lazy module. @returns a function that unblocks them */
async function withhold(page: Page, part: RegExp): Promise<() => Promise<void>> {
  await page.route(part, (route) => route.abort());
  return () => page.unroute(part);
}

for (const kind of ['css', 'js']) {
  test(`if the ${kind} of the generator does not load, the page says so, keeps the text and tries again`, async ({
    page,
    silence,
  }) => {
    silence.expectRemark('net::ERR');
    const restore = await withhold(page, new RegExp(`/assets/generator-.*\\.${kind}`));
    await page.goto('');
    await page.getByLabel('Your secret').fill('typed before');
    await page.getByRole('button', { name: 'Generate' }).click();
    await expect(page.getByText('The generator could not be loaded.')).toBeVisible();
    await expectAccessible(page, 'generator not loaded');
    await restore();
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByRole('group', { name: 'Generate' }).getByRole('button', { name: 'Insert' }).click();
    await expect(page.getByLabel('Your secret')).toHaveValue(/^typed before .{20}$/);
  });

  test(`if the ${kind} of the QR code does not load, the page says so and tries again`, async ({ page, silence }) => {
    silence.expectRemark('net::ERR');
    const restore = await withhold(page, new RegExp(`/assets/qr-code-.*\\.${kind}`));
    await seal(page, { text: 'true' });
    await page.getByRole('button', { name: 'QR code' }).click();
    await expect(page.getByText('The QR code could not be loaded.')).toBeVisible();
    await restore();
    await page.getByRole('button', { name: 'Try again' }).click();
    await expect(page.getByRole('img', { name: 'The link as a QR code' })).toBeVisible();
    await expectAccessible(page, 'QR code loaded at the second try');
  });

  test(`if the ${kind} of the inbox does not load, the page says so and tries again`, async ({ page, silence }) => {
    silence.expectRemark('net::ERR');
    const restore = await withhold(page, new RegExp(`/assets/inbox-panel-.*\\.${kind}`));
    await page.goto('ask');
    await page.getByLabel('What do you need?').fill('A password');
    await page.getByRole('button', { name: 'Make the link' }).click();
    await expect(heading(page, 'Now send it')).toBeVisible();
    await page.getByRole('link', { name: 'Read the answers' }).click();
    await expect(page.getByRole('button', { name: 'Try again' })).toBeVisible();
    await restore();
    await page.getByRole('button', { name: 'Try again' }).click();
    await expect(heading(page, 'A password')).toBeVisible();
    await expectAccessible(page, 'inbox loaded at the second try');
  });
}

for (const [kind, part] of [
  ['styles', /\/assets\/password-terms-.*\.css/],
  ['script', /\/assets\/password-terms-.*\.js/],
  ['words', /\/words\/.*\/compose-password\.json/],
] as const) {
  test(`if the ${kind} of the password fields do not load, the page says so, keeps the text and tries again`, async ({
    page,
    silence,
  }) => {
    silence.expectRemark('net::ERR');
    const restore = await withhold(page, part);
    await page.goto('');
    await page.getByLabel('Your secret').fill('typed before');
    await page.getByLabel('Kind of password').selectOption('a generated password');
    await expect(page.getByText('The fields for the password could not be loaded.')).toBeVisible();
    await expectAccessible(page, 'password fields not loaded');
    await restore();
    await page.getByRole('button', { name: 'Try again' }).click();
    await expect(page.getByRole('status', { name: 'Password' })).toHaveText(/^(\w+-){3}\w+$/);
    await expect(page.getByLabel('Your secret')).toHaveValue('typed before');
  });
}

for (const [fault, reply] of [
  ['does not load', { status: 503 }],
  ['is replaced by a page of a proxy', { status: 200, contentType: 'text/html', body: '<p>Sign in</p>' }],
] as const) {
  test(`if a script that two parts share ${fault}, each of them loads at the next try`, async ({ page, silence }) => {
    silence.expectRemark('status of 503');
    const shared = /\/assets\/generate-.*\.js/;
    await page.route(shared, (route) => route.fulfill(reply));
    await page.goto('');
    await page.getByRole('button', { name: 'Generate' }).click();
    await expect(page.getByText('The generator could not be loaded.')).toBeVisible();
    await page.getByLabel('Kind of password').selectOption('a generated password');
    await expect(page.getByText('The fields for the password could not be loaded.')).toBeVisible();
    await page.unroute(shared);
    await page.getByRole('button', { name: 'Try again' }).first().click();
    await page.getByRole('button', { name: 'Try again' }).click();
    await expect(page.getByRole('status', { name: 'Password' })).toHaveText(/^(\w+-){3}\w+$/);
    await page.getByRole('group', { name: 'Generate' }).getByRole('button', { name: 'Insert' }).click();
    await expect(page.getByLabel('Your secret')).toHaveValue(/^.{20}$/);
  });
}

test('the scripts of a part cross the network once', async ({ page, server }) => {
  const scripts = () => server.relay.requests().filter((line) => /\/assets\/generat.*\.js/.test(line));
  const before = scripts().length;
  await page.goto('');
  await page.getByRole('button', { name: 'Generate' }).click();
  await page.getByRole('group', { name: 'Generate' }).getByRole('button', { name: 'Insert' }).click();
  expect(scripts().slice(before).sort()).toEqual([
    expect.stringContaining('/assets/generate-'),
    expect.stringContaining('/assets/generator-'),
  ]);
});

test('if the field for a token does not load, the page says so, keeps the text and tries again', async ({
  page,
  silence,
  anotherServer,
}) => {
  silence.expectRemark('net::ERR');
  const server = await anotherServer({ settings: { SOTTO_CREATE: 'token' } });
  const restore = await withhold(page, /\/assets\/token-field-.*\.js/);
  await page.goto(server.url);
  await page.getByLabel('Your secret').fill('typed before');
  await expect(page.getByText('The field for your token could not be loaded.')).toBeVisible();
  await restore();
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByRole('textbox', { name: 'Your token' })).toBeVisible();
  await expect(page.getByLabel('Your secret')).toHaveValue('typed before');
});

test('nothing is sent before the list of shares can take it: its link would be lost with the page', async ({
  page,
  silence,
  server,
}) => {
  silence.expectRemark('net::ERR');
  const sent = () => server.relay.requests().filter((line) => line.includes('PUT /api/shares/')).length;
  const before = sent();
  const restore = await withhold(page, /\/assets\/store-.*\.js/);
  await page.goto('');
  await page.getByLabel('Your secret').fill('typed before');
  await page.getByRole('button', { name: 'Seal it' }).click();
  await expect(page.getByText('There is no connection to the server. Your text is still here')).toBeVisible();
  expect(sent()).toBe(before);
  await restore();
  await page.getByRole('button', { name: 'Seal it' }).click();
  await readSealed(page);
  await expect(page.getByText('Also in My shares.')).toBeVisible();
});
for (const [part, address] of [
  ['script', /\/assets\/receipt-module-.*\.js/],
  ['words', /\/words\/.*\/answer-sent\.json/],
] as const) {
  test(`no answer is sent while the page lacks the ${part} of its receipt`, async ({
    page,
    server,
    someoneElse,
    silence,
  }) => {
    silence.expectRemark('net::ERR');
    const link = await makeRequest(page, 'A password');
    const answerer = await someoneElse();
    const restore = await withhold(answerer, address);
    await answerer.goto(link);
    await answerer.getByRole('textbox', { name: 'Your answer' }).fill('typed once');
    const sent = () => server.relay.requests().filter((line) => line.startsWith('PUT')).length;
    const before = sent();
    await answerer.getByRole('button', { name: 'Seal and send' }).click();
    await expect(answerer.getByText('Your text is still here')).toBeVisible();
    expect(sent()).toBe(before);
    await restore();
    await answerer.getByRole('button', { name: 'Seal and send' }).click();
    await expect(heading(answerer, 'Sent')).toBeVisible();
    expect(sent()).toBe(before + 1);
  });
}
