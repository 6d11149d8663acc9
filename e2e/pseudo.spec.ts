import { chosen, noiseOf, saved, withoutPicker } from './fixtures/files.ts';
import { expect, test as journey } from './fixtures/journey.ts';
import { openMailbox } from './fixtures/mailbox.ts';
import { expectTranslatable, offerPseudoLanguages } from './fixtures/pseudo.ts';
import { breakSeal, heading, openedText, readSealed, receipt, seal, write } from './fixtures/secret.ts';
import { readInboxLink, readRequestLink } from './fixtures/request.ts';

/** Values are in capitals or digits, so that they are recognised in a text that was not isolated. */
const text = 'API_KEY=0123456789\nPASSWORD="1234"\n';
const title = '4071';

const test = journey.extend({
  context: async ({ context }, use) => {
    await offerPseudoLanguages(context);
    await use(context);
  },
});

test('compose and sealed: all words come from a table, and none is cut off', async ({ page }) => {
  await page.goto('');
  await expectTranslatable(page, 'empty');
  await page.getByRole('button', { name: 'Seal it' }).click();
  await expect(page.getByText('There is nothing to seal yet.')).toBeVisible();
  await expectTranslatable(page, 'with an error');
  await write(page, { text, title, opens: 'a number I choose', password: 'short' });
  await page.getByLabel('Time limit').selectOption({ label: 'a date I choose' });
  await expectTranslatable(page, 'with all terms unfolded');
  await page.getByLabel('Number of openings').selectOption({ label: 'twice' });
  await page.getByLabel('Time limit').selectOption({ index: 0 });
  await page.getByLabel('Kind of password').selectOption({ label: 'a generated password' });
  await page.getByRole('button', { name: 'Generate', exact: true }).click();
  await expect(page.getByRole('button', { name: 'Insert' })).toBeVisible();
  await expectTranslatable(page, 'with the generator');
  await page.getByRole('button', { name: 'Seal it' }).click();
  await readSealed(page);
  await page.getByRole('button', { name: 'QR code' }).click();
  await page.getByRole('button', { name: 'Send the key separately' }).click();
  await expectTranslatable(page, 'sealed, with QR code and separate key');
  await page.getByRole('button', { name: 'Delete now' }).click();
  await expectTranslatable(page, 'asking whether to delete');
});

test('compose with conditions: all words come from a table, and none is cut off', async ({ page, anotherServer }) => {
  await using mailbox = await openMailbox();
  const { url } = await anotherServer({ settings: { ...mailbox.settings, SOTTO_WEBHOOKS: 'anyone' } });
  await page.goto(url);
  await write(page, { text, title });
  await page.getByRole('button', { name: 'Choose who can open it, and from when' }).click();
  await page.getByLabel('Who can open it').selectOption({ label: 'named people only' });
  await page.getByLabel('Their email addresses').fill('1@2.EXAMPLE, 3, 1@2.EXAMPLE,');
  await page.getByLabel('When it starts to open').selectOption({ label: 'from a date I choose' });
  await page.getByLabel('Notices').selectOption({ label: 'with notices to my endpoint' });
  await page.getByRole('button', { name: 'Seal it' }).click();
  await expectTranslatable(page, 'named people, with errors');
  await page.getByLabel('Who can open it').selectOption({ label: 'several people, with a link for each' });
  await page.getByLabel('Their names').fill('ANA, BOB, ANA,');
  await expectTranslatable(page, 'names, one of them twice');
  await page.getByRole('button', { name: 'Remove ANA' }).last().click();
  await page.getByLabel('When it starts to open').selectOption({ label: 'from now on' });
  await page.getByLabel('Notices').selectOption({ label: 'without notices' });
  await page.getByRole('button', { name: 'Seal it' }).click();
  await expect(page.getByRole('group', { name: 'Link for BOB' })).toBeVisible();
  await expectTranslatable(page, 'links of two people');
});

test('receive: all words come from a table, and none is cut off', async ({ page, someoneElse, silence }) => {
  silence.expectRemark('status of 403');
  const { link, linkWithoutKey } = await seal(page, { text, title, password: 'right', opens: 'twice' });
  const recipient = await someoneElse();
  await offerPseudoLanguages(recipient.context());
  await recipient.goto(linkWithoutKey);
  await expect(heading(recipient, 'The key is missing')).toBeVisible();
  await expectTranslatable(recipient, 'key missing');
  await recipient.goto(link);
  await recipient.getByRole('textbox', { name: 'Password' }).fill('wrong');
  await breakSeal(recipient);
  await expect(recipient.getByText('Wrong password.')).toBeVisible();
  await expectTranslatable(recipient, 'wrong password');
  await recipient.getByRole('textbox', { name: 'Password' }).fill('right');
  await breakSeal(recipient);
  await expect(openedText(recipient)).toBeVisible();
  await expect(recipient.getByText(/^Opened\. It can be opened one more time/)).toBeVisible();
  await expectTranslatable(recipient, 'opened');
});

test('files: all words come from a table, and none is cut off', async ({ page, someoneElse }) => {
  await page.goto('');
  const opening = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Files', exact: true }).click();
  await (await opening).setFiles(chosen([noiseOf('1.pdf', 70_000), noiseOf('2.bin', 700_000)]));
  await expect(page.getByRole('region', { name: 'Attached files' })).toBeVisible();
  await expectTranslatable(page, 'attached');
  await page.getByRole('button', { name: 'Seal it' }).click();
  const { link } = await readSealed(page);
  const recipient = await someoneElse();
  await offerPseudoLanguages(recipient.context());
  await withoutPicker(recipient);
  await recipient.goto(link);
  await breakSeal(recipient);
  await expect(recipient.getByText('These files come from the sender. We can’t scan them.')).toBeVisible();
  await expectTranslatable(recipient, 'opened');
  await saved(recipient, () => recipient.getByRole('button', { name: 'Save all as one zip' }).click());
  await expect(receipt(recipient)).toBeVisible();
  await expectTranslatable(recipient, 'saved and destroyed');
});

test('ask, answer and inbox: all words come from a table, and none is cut off', async ({ page, someoneElse }) => {
  await page.goto('ask');
  await page.getByLabel('What do you need?').fill(title);
  await page.getByRole('button', { name: 'User and password' }).click();
  await expectTranslatable(page, 'ask, with fields');
  await page.getByRole('button', { name: 'Make the link' }).click();
  await expect(heading(page, 'Now send it')).toBeVisible();
  await expectTranslatable(page, 'asked');
  const link = await readRequestLink(page);
  const manageLink = await readInboxLink(page);

  const author = await someoneElse();
  await offerPseudoLanguages(author.context());
  await author.goto(link);
  await author.getByRole('button', { name: 'Seal and send' }).click();
  await expectTranslatable(author, 'answer, with empty fields');
  await author.getByLabel('User', { exact: true }).fill('app');
  await author.getByLabel('Password', { exact: true }).fill('correct horse');
  await author.getByRole('button', { name: 'Seal and send' }).click();
  await expect(author.getByText('Not read yet.').first()).toBeVisible();
  await expectTranslatable(author, 'sent');

  await page.goto(manageLink);
  await page.getByRole('button', { name: 'Read: Answer 1' }).click();
  await expect(page.getByText('correct horse')).toBeVisible();
  await expectTranslatable(page, 'inbox, read');
});

test('manage: all words come from a table, and none is cut off', async ({ page, someoneElse }) => {
  const { link, manageLink } = await seal(page, { text, title, opens: 'twice' });
  await page.goto(manageLink);
  await expect(page.getByText('Waiting to be opened')).toBeVisible();
  await expectTranslatable(page, 'waiting');
  const recipient = await someoneElse();
  await recipient.goto(link);
  await breakSeal(recipient);
  await expect(recipient.getByText(/^Opened\. It can be opened one more time/)).toBeVisible();
  await page.reload();
  await expect(page.getByRole('button', { name: 'Delete now' })).toBeVisible();
  await expectTranslatable(page, 'opened once');
  await page.getByRole('button', { name: 'Delete now' }).click();
  await page.getByRole('button', { name: 'Delete it' }).click();
  await expect(page.getByText(/^It was deleted on/)).toBeVisible();
  await expectTranslatable(page, 'deleted');
});

test('My shares: all words come from a table, and none is cut off', async ({ page }) => {
  await page.goto('shares');
  await expectTranslatable(page, 'empty');
  await seal(page, { text, title });
  await seal(page, { text });
  await page.goto('shares');
  await expect(page.getByText('2 shares')).toBeVisible();
  await page.getByText('List settings', { exact: true }).click();
  await expectTranslatable(page, 'two');
  await page.getByRole('button', { name: `Delete ${title}` }).click();
  await expectTranslatable(page, 'asking whether to delete');
});
