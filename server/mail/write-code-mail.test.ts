import { describe, expect, test } from 'vitest';
import { compileLanguage } from '#scripts/words/compile-language.ts';
import { readLanguages } from '#scripts/words/read-words.ts';
import type { MailWords } from '#server/words/mail.ts';
import { writeCodeMail } from './write-code-mail.ts';

const facts = { service: 'Acme', code: '01234567', mark: '7Qx2', askedAt: 1_795_994_100, lifeSeconds: 1800 };

async function mailIn(tag: string) {
  const tables = await compileLanguage(tag, ({ sentence }) => {
    throw new Error(sentence);
  });
  return writeCodeMail({ words: tables['server-mail'] as unknown as MailWords, locale: tag }, facts);
}

test('a mail with a code says what it is for, which page it belongs to, and what to do otherwise', async () => {
  expect(await mailIn('en')).toEqual({
    subject: 'Acme: your code to open a secret',
    text: `Someone who has a link to a secret asked for a code. The sender of the secret named your address.

The code:
01234567

The page that asked shows these four characters:
7Qx2

Asked on November 29, 2026 at 23:15 UTC.

Enter the code only on the page that shows these characters. Nobody else needs it, so do not pass it on.

The code works for 30 minutes after this mail was sent, and on that page only.

If you did not ask for this code, somebody else has the link. Do not give the code to anybody, and tell the sender. The service opens the secret only with a code from a mail like this one.

This mail was sent automatically.
`,
  });
});

describe.each((await readLanguages()).map(({ tag }) => tag))('in %s', (tag) => {
  test('code and mark are lines of their own, the subject has no code, and nothing is a link', async () => {
    const { subject, text } = await mailIn(tag);
    const lines = text.split('\n');
    expect([lines.includes(facts.code), lines.includes(facts.mark)]).toEqual([true, true]);
    expect(subject).toContain('Acme');
    expect(subject).not.toContain(facts.code);
    expect(text).not.toMatch(/https?:|www\.|[a-z]\.[a-z]{2,}/i);
    expect(text).toMatch(/UTC/);
    expect(`${subject}${text}`, 'no invisible marks').not.toMatch(/[\u200B-\u200F\u2028-\u202E\u2060-\u2069]/);
  });
});
