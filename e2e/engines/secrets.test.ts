import { expect } from 'vitest';
import { journey } from './journey.ts';
import { button, heading, open, openedText, receipt, seal, textbox } from './steps.ts';

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
