import { expect, test } from './fixtures/journey.ts';
import { breakSeal, heading, openedText, readSealed, receipt, seal, write } from './fixtures/secret.ts';

const text = 'not lost on the way';

test.beforeEach(({ silence }) => silence.expectRemark('net::ERR'));

for (const fault of ['cut in head', 'cut in body'] as const) {
  test(`the reply to opening is ${fault}: a retry gets the same bytes, and one view is spent`, async ({
    page,
    server,
    someoneElse,
  }) => {
    const { link, manageLink } = await seal(page, { text, opens: 'twice' });
    const recipient = await someoneElse();
    await recipient.goto(link);
    await expect(heading(recipient, 'A secret for you')).toBeVisible();
    const cut = server.relay.interfere('/open', fault);
    await breakSeal(recipient);
    await cut.happened;
    await expect(recipient.getByText(/^Opened\. It can be opened one more time/)).toBeVisible();
    expect(await openedText(recipient).textContent()).toBe(text);

    await page.goto(manageLink);
    await expect(page.getByText('1 of 2 left')).toBeVisible();
  });

  test(`the reply to the acknowledgement is ${fault}: the page acknowledges again`, async ({
    page,
    server,
    someoneElse,
  }) => {
    const { link } = await seal(page, { text });
    const recipient = await someoneElse();
    await recipient.goto(link);
    await expect(heading(recipient, 'A secret for you')).toBeVisible();
    const cut = server.relay.interfere('/acknowledge', fault);
    await breakSeal(recipient);
    await cut.happened;
    await expect(receipt(recipient)).toBeVisible();
    expect(await openedText(recipient).textContent()).toBe(text);
  });

  test(`the reply to sealing is ${fault}: the same bytes are sent again, and there is one share`, async ({
    page,
    server,
  }) => {
    await page.goto('');
    await write(page, { text, title: 'Only one' });
    const cut = server.relay.interfere('PUT /api/shares/', fault);
    await page.getByRole('button', { name: 'Seal it' }).click();
    await cut.happened;
    const sealed = heading(page, 'Sealed');
    await expect(sealed.or(page.getByRole('alert'))).toBeVisible();
    if (!(await sealed.isVisible())) await page.getByRole('button', { name: 'Seal it' }).click();
    const { manageLink } = await readSealed(page);
    const ids = server.relay.requests().filter((line) => line.startsWith('PUT'));
    expect(new Set(ids.slice(-2)).size).toBe(1);
    await page.goto(manageLink);
    await expect(heading(page, 'Only one')).toBeVisible();
  });
}

test('without a connection the page says so, loses nothing, and continues when it is back', async ({
  page,
  context,
}) => {
  await page.goto('');
  await write(page, { text });
  await context.setOffline(true);
  await page.getByRole('button', { name: 'Seal it' }).click();
  await expect(page.getByText('There is no connection to the server. Your text is still here')).toBeVisible();
  await expect(page.getByLabel('Your secret')).toHaveValue(text);
  await context.setOffline(false);
  await page.getByRole('button', { name: 'Seal it' }).click();
  await readSealed(page);
});
