import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openMailbox } from '#e2e/fixtures/mailbox.ts';
import type { Mailbox } from '#e2e/fixtures/mailbox.ts';
import { startServer } from '#e2e/fixtures/server.ts';
import type { Server } from '#e2e/fixtures/server.ts';
import { CTRL_D, ENTER, newUser } from '#e2e/fixtures/terminal.ts';

/** Secrets for named people, with real mails. Each test names other people, so that no mails are mixed up. */

let mailbox: Mailbox;
let server: Server;
const sender = newUser(() => server.url);
const anna = newUser(() => server.url);
beforeAll(async () => {
  mailbox = await openMailbox();
  server = await startServer({ settings: mailbox.settings });
});
afterAll(async () => {
  sender[Symbol.dispose]();
  anna[Symbol.dispose]();
  await server.stop();
  await mailbox[Symbol.asyncDispose]();
});

const sent = async (...args: string[]) => {
  const { stdout } = await sender.run(['send', '--json', ...args], { input: 'for you only' });
  return JSON.parse(stdout.toString()) as { readonly link: string; readonly manageLink: string };
};
const wrong = (code: string) => code.replace(/.$/, (digit) => String((Number(digit) + 1) % 10));
const markIn = (text: string) => /shows (\w{4})/.exec(text)?.[1] ?? '';

test('a person types the address and the code from the mail, with blanks, and a wrong one first', async () => {
  const { link, manageLink } = await sent('--to', 'anna@one.example,bob@one.example');
  const opening = anna.sit(['open', '-o', '.']);
  await opening.says('Link:');
  opening.type(`${link}${ENTER}`);
  await opening.says('Only people whom the sender named can open it');
  await opening.says('Each of them can open it once, until');
  await opening.says('Open it now?');
  opening.type(ENTER);
  await opening.says('Your email address:');
  opening.type(`anna at one.example${ENTER}`);
  await opening.says('This is not an email address.');
  opening.type(`Anna@One.example${ENTER}`);
  await opening.says('If the sender named anna@one.example, a mail with a code is on its way.');
  await opening.says('Code (Enter alone sends another mail):');
  const mail = await mailbox.mailTo('anna@one.example');
  expect(mail.text).toContain(`\n${markIn(opening.screen())}\n`);
  expect(mail.text).not.toMatch(/https?:/);
  const code = await mailbox.codeTo('anna@one.example');
  opening.type(ENTER);
  await opening.says('Another mail can be sent in');
  opening.type(`12345${ENTER}`);
  await opening.says('A code has eight digits.');
  opening.type(`${wrong(code)}${ENTER}`);
  await opening.says('The code is wrong. 4 tries left.');
  opening.type(`${code.slice(0, 4)} ${code.slice(4)} ${ENTER}`);
  expect((await opening.ended).code).toBe(0);
  expect(opening.screen()).toContain('for you only');
  const status = (await sender.run(['status'], { input: manageLink })).stdout.toString();
  expect(status).toMatch(/1\. anna@one\.example: opened .+, 1 code asked for, mail taken by the mail server/);
  expect(status).toMatch(/2\. bob@one\.example: not opened/);
});

test('without a terminal, a second run on the same machine goes on with the code', async () => {
  const { link } = await sent('--to', 'anna@two.example');
  const first = await anna.run(['open', '--email', 'anna@two.example'], { input: link });
  expect([first.code, first.stdout.length]).toEqual([2, 0]);
  writeFileSync(join(anna.home, 'code'), await mailbox.codeTo('anna@two.example'));
  // Another machine has no claim that the code belongs to.
  const elsewhere = await sender.run(['open', '--code-file', join(anna.home, 'code')], { input: link });
  expect([elsewhere.code, elsewhere.stderr]).toEqual([2, expect.stringContaining('No code was asked for')]);
  const second = await anna.run(['open', '--code-file', 'code'], { input: link });
  expect([second.code, second.stdout.toString(), second.stderr]).toEqual([0, 'for you only', '']);
});

test('with a pipe for the code, one run is enough', async () => {
  const { link } = await sent('--to', 'anna@three.example');
  writeFileSync(join(anna.home, 'link'), link);
  const script = `mkfifo codes; sotto open - --email anna@three.example --code-file codes < link > opened`;
  const running = anna.script(script);
  const code = await mailbox.codeTo('anna@three.example');
  const writing = anna.script(`echo ${code} > codes`);
  expect((await writing.ended).code).toBe(0);
  expect((await running.ended).code).toBe(0);
  const opened = anna.script('cat opened');
  await opened.ended;
  expect(opened.screen()).toContain('for you only');
});

test('a terminal that is closed at the code can go on later, and Ctrl+D opens nothing', async () => {
  const { link } = await sent('--to', 'anna@four.example');
  const leaving = anna.sit(['open', link, '--email', 'anna@four.example', '--yes']);
  await leaving.says('Code (');
  leaving.type(CTRL_D);
  expect((await leaving.ended).code).toBe(2);
  expect(leaving.screen()).toContain('It was not opened or used up.');
  const code = await mailbox.codeTo('anna@four.example');
  const again = anna.sit(['open', link, '--yes']);
  await again.says('A code was asked for on this machine at');
  expect(again.screen()).not.toContain('Your email address');
  expect((await mailbox.mailTo('anna@four.example')).text).toContain(`\n${markIn(again.screen())}\n`);
  again.type(`${code}${ENTER}`);
  expect((await again.ended).code).toBe(0);
  expect(mailbox.mails().filter(({ to }) => to === 'anna@four.example')).toHaveLength(1);
});

test('somebody with the link and another mailbox gets the same messages and no mail', async () => {
  const { link } = await sent('--to', 'anna@five.example');
  const asking = async (address: string) => {
    const { code, stderr } = await anna.run(['open', '--email', address], { input: link });
    const said = stderr.replaceAll(address, 'ADDRESS').replace(/shows \w{4}/, 'MARK');
    return { code, said: said.replace(/\d\d:\d\d/, 'TIME') };
  };
  const stranger = await asking('eve@five.example');
  expect(stranger).toEqual(await asking('anna@five.example'));
  await mailbox.mailTo('anna@five.example');
  expect(mailbox.mails().filter(({ to }) => to === 'eve@five.example')).toEqual([]);
});

test('a person is revoked after a question, by the number in the status', async () => {
  const { manageLink } = await sent('--to', 'anna@six.example,bob@six.example');
  const keeping = sender.sit(['revoke', '2']);
  await keeping.says('Link:');
  keeping.type(`${manageLink}${ENTER}`);
  await keeping.says('Revoke bob@six.example? This is final.');
  keeping.type(ENTER);
  expect((await keeping.ended).code).toBe(2);
  expect(keeping.screen()).toContain('Nobody was revoked.');
  const revoking = sender.sit(['revoke', manageLink, '2']);
  await revoking.says('Revoke bob@six.example?');
  revoking.type(`y${ENTER}`);
  expect((await revoking.ended).code).toBe(0);
  expect(revoking.screen()).toContain('bob@six.example can no longer open it.');
});

test('no log, and no file of the service, has an address or a code', async () => {
  const { link } = await sent('--to', 'canary-person@seven.example');
  await anna.run(['open', '--email', 'canary-person@seven.example'], { input: link });
  const code = await mailbox.codeTo('canary-person@seven.example');
  const places = [server.log(), ...server.stored().values()].map((bytes) => bytes.toString('latin1'));
  for (const place of places) expect(place).not.toMatch(new RegExp(`canary-person|seven\\.example|${code}`, 'i'));
});
