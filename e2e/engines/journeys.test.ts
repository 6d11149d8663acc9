import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect } from 'vitest';
import { fileOf, noiseOf } from '#e2e/fixtures/known-files.ts';
import type { KnownFile } from '#e2e/fixtures/known-files.ts';
import { textIn } from '#e2e/fixtures/words.ts';
import { unzipped } from '#e2e/fixtures/zip.ts';
import { journey } from './journey.ts';
import { keys } from './page.ts';
import {
  button,
  entry,
  heading,
  link,
  open,
  openedText,
  printedText,
  readSealed,
  receipt,
  seal,
  textbox,
} from './steps.ts';

const text = 'Grüße, 世界 👩‍👩‍👧\n\n\ttab, trailing space \n<b>not bold</b> & "quotes"\n';

journey('text arrives exactly as it was written, once', async ({ sender, recipient, expectRemark }) => {
  expectRemark(/status of 410/);
  const { link } = await seal(sender, { text, title: 'For the <i>vault</i>' });
  await open(recipient, link);
  await recipient.waitFor(heading('For the <i>vault</i>'));
  await recipient.sees(receipt);
  expect(await recipient.textOf(openedText)).toBe(text);
  await sender.goto(link);
  await sender.waitFor(heading('Already opened'));
});

journey('a wrong password is told, and the right one opens', async ({ sender, recipient, expectRemark }) => {
  expectRemark(/status of 403/);
  const { link } = await seal(sender, { text: 'behind a password', password: 'Schlüssel  7 ' });
  await recipient.goto(link);
  await recipient.fill(textbox('Password'), 'Schlüssel 7');
  await recipient.click(button('Break the seal'));
  await recipient.sees('Wrong password.');
  await recipient.sees('4 tries left before it locks.');
  await recipient.fill(textbox('Password'), 'Schlüssel  7 ');
  await recipient.click(button('Break the seal'));
  await recipient.sees(receipt);
  expect(await recipient.textOf(openedText)).toBe('behind a password');
});

journey('a deleted secret cannot be opened', async ({ sender, recipient, expectRemark }) => {
  expectRemark(/status of 410/);
  const { link } = await seal(sender, { text: 'deleted before it is read' });
  await sender.click(button('Delete now'));
  await sender.click(button('Delete it'));
  await sender.waitFor(heading('Deleted'));
  await recipient.goto(link);
  await recipient.waitFor(heading('Deleted'));
});

journey(
  'the page changes its language in place, keeps what was typed, and remembers the language',
  async ({ sender, expectRemark }) => {
    // The next page is loaded while a font is on its way.
    expectRemark(/downloadable font: download failed/);
    // From another page: with a new fragment alone, the page that an earlier journey left would stay.
    await sender.goto('security');
    await sender.goto('#kept');
    await sender.fill(textbox('Your secret'), 'typed in English');
    await sender.choose({ role: 'combobox', name: 'Language' }, 'Deutsch');
    await sender.waitFor(heading(textIn('de', 'compose.title')));
    const kept = () => [document.documentElement.lang, location.hash, document.querySelector('textarea')?.value];
    expect(await sender.evaluate(kept)).toEqual(['de', '#kept', 'typed in English']);
    await sender.goto('security');
    await sender.waitFor(heading(textIn('de', 'security.title')));
  },
);

journey('My shares keeps its list when the browser is restarted', async ({ sender }) => {
  const { manageLink } = await seal(sender, { text: 'listed', title: 'Still in the list' });
  await sender.restart();
  await sender.goto('shares');
  await sender.click(link('Still in the list'));
  await sender.sees('Waiting to be opened');
  expect(await sender.evaluate(() => location.href)).toBe(manageLink);
});

journey('a printed secret is complete', async ({ sender, recipient }) => {
  const lines = Array.from({ length: 90 }, (_, index) => `'Line ${index}: ${'P_`|'.repeat(4)}_`);
  const { link } = await seal(sender, { text: lines.join('\n'), title: 'To be printed' });
  await open(recipient, link);
  await recipient.sees(receipt);
  const printed = await printedText(recipient);
  expect(printed).toContain('To be printed');
  expect(
    printed
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line.startsWith("'Line")),
  ).toEqual(lines);
  expect(printed).toContain('Shred this page when you are done.');
});

journey('a secret is sealed, opened and deleted without a mouse', async ({ sender, recipient }) => {
  await sender.goto();
  await sender.waitForFocus(textbox('Your secret'));
  await sender.type(`typed${keys.Enter}by hand`);
  const openings = { role: 'combobox', name: 'Number of openings' } as const;
  await sender.tabTo(openings);
  await sender.press(keys.ArrowDown);
  await sender.tabTo(button('Seal it'));
  await sender.press(keys.Enter);
  const { link, manageLink } = await readSealed(sender);
  await sender.tabTo(button(/^(Copy link|Copied)$/));
  await sender.press(' ');
  await sender.waitForFocus(button('Copied'));

  await recipient.goto(link);
  await recipient.tabTo(button('Break the seal'));
  await recipient.press(keys.Enter);
  expect(await recipient.textOf(openedText)).toBe('typed\nby hand');
  await recipient.sees('It can be opened one more time');

  await sender.goto('ask');
  await sender.tabTo(textbox('Anything they should know'));
  await sender.press(keys.Control, 'v');
  await expect.poll(() => sender.valueOf(textbox('Anything they should know'))).toBe(link);
  await sender.goto(manageLink);
  await sender.waitFor(button('Delete now'));
  await sender.tabTo(button('Delete now'));
  await sender.press(keys.Enter);
  await sender.waitForFocus(button('Keep it'));
  await sender.press(keys.Escape);
  await sender.waitForFocus(button('Delete now'));
  await sender.press(keys.Enter);
  await sender.waitForFocus(button('Keep it'));
  await sender.press(keys.Shift, keys.Tab);
  await sender.press(keys.Enter);
  await sender.sees('Deleted');
});

function written(folder: string, files: readonly KnownFile[]): string[] {
  return files.map(({ name, bytes }) => {
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, bytes);
    return path;
  });
}

const save = (name: string) => button(/^Save/, entry(name));

journey('files are saved one at a time, unchanged', async ({ sender, recipient, folder }) => {
  // Longer than one part, and read in several requests.
  const [small, large] = [noiseOf('small.bin', 70_000), noiseOf('large.bin', 6_000_000)];
  const { link } = await seal(sender, { text: 'beside the files', files: written(folder, [small, large]) });
  await open(recipient, link);
  expect(await recipient.textOf(openedText)).toBe('beside the files');
  for (const { name, sha256 } of [small, large]) {
    const file = await recipient.saved(() => recipient.click(save(name)));
    expect([file.name, file.sha256]).toEqual([name, sha256]);
  }
  await recipient.sees(receipt);
});

journey('files are saved as one zip, unchanged', async ({ sender, recipient, folder }) => {
  const files = [noiseOf('one.bin', 700_000), noiseOf('größe 世界.txt', 900), fileOf('empty.txt', '')];
  const { link } = await seal(sender, { files: written(folder, files) });
  await open(recipient, link);
  const zip = await recipient.saved(() => recipient.click(button('Save all as one zip')));
  const hashes = ({ name, sha256 }: KnownFile) => [name, sha256];
  expect(unzipped(zip.bytes).map(hashes)).toEqual(files.map(hashes));
  await recipient.sees(receipt);
});

journey('a form is requested, filled in with a file, and read', async ({ sender, recipient, folder }) => {
  const certificate = noiseOf('ca.pem', 700_000);
  await sender.goto('ask');
  await sender.fill(textbox('What do you need?'), 'The staging database');
  await sender.click(button('User and password'));
  await sender.click(button('Certificate file'));
  await sender.click(button('Make the link'));
  const request = await sender.codeIn({ role: 'group', name: 'The request link' });
  const inbox = await sender.addressOf(link('Read the answers'));

  await recipient.goto(request);
  await recipient.waitFor(heading('The staging database'));
  await recipient.fill(textbox('User'), 'app');
  await recipient.fill(textbox('Password'), 'correct horse');
  await recipient.attach(written(folder, [certificate]));
  await recipient.sees('ca.pem');
  await recipient.click(button('Seal and send'));
  await recipient.waitFor(heading('Sent'));

  await sender.goto(inbox);
  await sender.click(button('Read: Answer 1'));
  await sender.sees('correct horse');
  const file = await sender.saved(() => sender.click(button(/^Save/)));
  expect([file.name, file.sha256]).toEqual([certificate.name, certificate.sha256]);
  await sender.sees('Its author can see that.');
  await recipient.sees(/Read on /);
});

journey('a violation of the policy and an error of a page are noticed', async ({ sender, expectRemark, remarks }) => {
  const noticed = [/img-src/, /Thrown for the test/];
  for (const pattern of [...noticed, /elsewhere\.invalid/]) expectRemark(pattern);
  await sender.goto();
  await sender.evaluate(() => {
    new Image().src = 'https://elsewhere.invalid/';
    setTimeout(() => {
      throw new Error('Thrown for the test');
    });
  });
  for (const pattern of noticed)
    await expect.poll(() => remarks().some((remark) => pattern.test(remark)), { message: String(pattern) }).toBe(true);
});
