import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { serverAndUser } from '#e2e/fixtures/server-and-user.ts';
import { BACKSPACE, CTRL_C, CTRL_D, CTRL_U, ENTER } from '#e2e/fixtures/terminal.ts';

const { server, user } = serverAndUser();

const linkOn = (screen: string, letter: 's' | 'm' | 'r') =>
  new RegExp(`http://localhost:\\d+/${letter}/\\w+#\\w{50}`).exec(screen)?.[0] ?? '';

test('a person types a text and a password, which is never shown; another opens it in the same way', async () => {
  const sending = user.sit(['send', '--password']);
  await sending.says('Ctrl+D on an empty line');
  sending.type(`two${ENTER}lines${ENTER}${CTRL_D}`);
  await sending.says('Password:');
  sending.type(`pass phrase${ENTER}`);
  await sending.says('Once more:');
  sending.type(`pass phrase${ENTER}`);
  expect((await sending.ended).code).toBe(0);
  const [link, manage] = [linkOn(sending.screen(), 's'), linkOn(sending.screen(), 'm')];
  expect(link).not.toBe('');
  expect(manage).not.toBe('');
  expect(sending.screen()).not.toContain('pass phrase');

  const opening = user.sit(['open']);
  await opening.says('Link:');
  opening.type(`${link}${ENTER}`);
  await opening.says('Open it now? [Y/n]');
  expect(opening.screen()).toMatch(/A secret at http:\S+: text, less than 1 kB\.\s+It can be opened once, until/);
  expect(opening.screen()).toContain('It has a password.');
  opening.type(ENTER);
  await opening.says(`Password for ${new URL(server.url).origin}:`);
  opening.type(`wrong${ENTER}`);
  await opening.says('Wrong password.');
  opening.type(`pass phrase${ENTER}`);
  expect((await opening.ended).code).toBe(0);
  expect(opening.screen()).toContain('two\r\nlines');
  for (const secret of [link.split('#')[1] ?? '?', 'pass phrase', 'wrong\r'])
    expect(opening.screen()).not.toContain(secret);
});

test('a hidden prompt counts what arrives, and what is deleted again, and shows none of it', async () => {
  const link = (await user.run(['send'], { input: 'counted' })).stdout.toString().trim();
  const opening = user.sit(['open']);
  await opening.says('Link: (not shown)');
  opening.type('forty-two characters of a mistaken paste..');
  await opening.says('(42 characters)');
  opening.type(BACKSPACE);
  await opening.says('(41 characters)');
  opening.type(CTRL_U);
  await opening.says('(not shown)', 2);
  opening.type('é');
  await opening.says('(1 character)');
  opening.type(CTRL_U);
  await opening.says('(not shown)', 3);
  const broken = `Hello,\r  ${link.slice(0, 30)}\r${link.slice(30)}\r`;
  opening.type(broken);
  await opening.says(`(${broken.replaceAll('\r', '').length} characters)`);
  await opening.says('Open it now?');
  opening.type(CTRL_C);
  expect((await opening.ended).code).toBe(130);
  for (const typed of ['forty-two', 'Hello', link.slice(-20)]) expect(opening.screen()).not.toContain(typed);
});

test('a count is written once for quick typing, because a screen reader speaks each change', async () => {
  const opening = user.sit(['open']);
  await opening.says('Link:');
  for (const letter of 'typed quickly') opening.type(letter);
  await opening.says('(13 characters)');
  opening.type(CTRL_C);
  expect((await opening.ended).code).toBe(130);
  expect(opening.screen().split('character').length - 1).toBeLessThan(4);
});

test('a terminal that cannot change its lines shows the count once, after Enter', async () => {
  const opening = user.sit(['open'], { env: { TERM: 'dumb' } });
  await opening.says('Link: ');
  opening.type(`not a link${ENTER}`);
  await opening.says('Link: (10 characters)\r\n');
  opening.type(CTRL_C);
  expect((await opening.ended).code).toBe(130);
  expect(opening.screen()).not.toContain('\u001b');
});

test('a no, or Ctrl+D, uses no view, and Ctrl+C at a question interrupts', async () => {
  const link = (await user.run(['send'], { input: 'still there' })).stdout.toString().trim();
  for (const no of [`n${ENTER}`, CTRL_D]) {
    const refusing = user.sit(['open', link]);
    await refusing.says('Other users of this machine can see');
    await refusing.says('Open it now?');
    refusing.type(no);
    expect((await refusing.ended).code).toBe(2);
    expect(refusing.screen()).toContain('\nsotto: It was not opened or used up.');
  }
  for (const question of ['Open it now?', 'Link:']) {
    const leaving = user.sit(question === 'Link:' ? ['open'] : ['open', link]);
    await leaving.says(question);
    leaving.type(CTRL_C);
    expect((await leaving.ended).code).toBe(130);
  }
  expect((await user.run(['open'], { input: link })).stdout.toString()).toBe('still there');
});

test('a secret cannot control the terminal', async () => {
  const text = 'red \u001b[31m\u009b31m \u202eback';
  const link = (await user.run(['send'], { input: text })).stdout.toString().trim();
  const opening = user.sit(['open', '--yes', link]);
  expect((await opening.ended).code).toBe(0);
  expect(opening.screen()).toContain('red \\x1b[31m\\x9b31m \\u{202e}back\r\n');
  expect(opening.screen()).toContain('Control characters are shown');
});

test('a longer transfer has a progress bar at a terminal, but not in a pipe', async () => {
  const bytes = randomBytes(6_000_000);
  writeFileSync(join(user.home, 'large.bin'), bytes);
  const up = server.relay.interfere('/parts/', 'swallow');
  const sending = user.sit(['send', 'large.bin']);
  await sending.says('Sealing and sending ──');
  sending.type(CTRL_C);
  expect((await sending.ended).code).toBe(130);
  up.stop();

  const link = (await user.run(['send', 'large.bin'])).stdout.toString().trim();
  const down = server.relay.interfere('/body', 'swallow');
  const opening = user.sit(['open', '-y', link, '-o', 'out']);
  await opening.says('of 6.0 MB');
  opening.type(CTRL_C);
  expect((await opening.ended).code).toBe(130);
  expect(opening.screen()).toContain('\u001b[?25h');
  down.stop();
  expect(existsSync(join(user.home, 'out/large.bin'))).toBe(false);
  const again = await user.run(['open', '-o', 'out'], { input: link });
  expect([again.code, again.stderr]).toEqual([0, 'Saved out/large.bin (6.0 MB)\n']);
  expect(readFileSync(join(user.home, 'out/large.bin')).equals(bytes)).toBe(true);
});

test('each field of a request is asked for, and a line is echoed only if its name says that it is no secret', async () => {
  writeFileSync(join(user.home, 'id.pem'), 'PEM');
  const fields = ['user:line', 'pin:line', 'other:line', 'note:text', 'key:file'].flatMap((field) => [
    '--field',
    field,
  ]);
  const asked = JSON.parse((await user.run(['ask', 'The \u001bkey', ...fields, '--json'])).stdout.toString()) as {
    link: string;
    manageLink: string;
  };
  const answering = user.sit(['answer']);
  await answering.says('Link:');
  answering.type(`${asked.link}${ENTER}`);
  await answering.says('The \\x1bkey');
  await answering.says('user:');
  answering.type(`deploy${ENTER}`);
  await answering.says('pin:');
  answering.type(`s3cret${ENTER}`);
  await answering.says('(6 characters)');
  await answering.says('other:');
  answering.type(ENTER);
  await answering.says('(left empty)');
  await answering.says('note:');
  answering.type(`one${ENTER}two${ENTER}${CTRL_D}`);
  await answering.says('key, a file:');
  answering.type(`id.pem${ENTER}`);
  expect((await answering.ended).code).toBe(0);
  expect(answering.screen()).toMatch(/user: .*deploy\r/);
  expect(answering.screen()).not.toContain('s3cret');
  const read = await user.run(['inbox', '--json', '-o', 'in'], { input: asked.manageLink });
  expect(JSON.parse(read.stdout.toString())).toMatchObject({
    fields: [
      { name: 'user', value: 'deploy' },
      { name: 'pin', value: 's3cret' },
      { name: 'note', value: 'one\ntwo' },
      { name: 'key', value: 'id.pem' },
    ],
    files: [{ name: 'id.pem', path: 'in/answer-1/id.pem', size: 3 }],
  });
});

test('a link is drawn as a QR code on standard error', async () => {
  const sent = await user.run(['send', '--qr'], { input: 'drawn' });
  expect(sent.stdout.toString()).toMatch(/^http\S+\n$/);
  expect(sent.stderr).toMatch(/█▀▀▀▀▀█/);
});

test('input before a question is not echoed and is kept for it, and Ctrl+C still works', async () => {
  writeFileSync(join(user.home, 'small.txt'), 'small');
  writeFileSync(join(user.home, 'early'), 'typed early\n');
  const busy = server.relay.interfere('/api/config', 'refuse');
  const leaving = user.sit(['send', 'small.txt', '--password']);
  await busy.happened;
  leaving.type(CTRL_C);
  expect((await leaving.ended).code).toBe(130);
  busy.stop();

  const slow = server.relay.interfere('/api/config', 'refuse');
  const sending = user.sit(['send', 'small.txt', '--password']);
  await slow.happened;
  sending.type(`typed early${ENTER}typed early${ENTER}`);
  slow.stop();
  expect((await sending.ended).code).toBe(0);
  expect(sending.screen()).toContain('Once more:');
  expect(sending.screen()).not.toContain('typed early');
  const use = { cwd: user.home, input: linkOn(sending.screen(), 's') };
  expect((await user.run(['open', '-o', 'early-out', '--password-file', 'early'], use)).code).toBe(0);
});

test('the terminal echoes again when a command gets it', async () => {
  const link = (await user.run(['send'], { input: 'A=1' })).stdout.toString().trim();
  const running = user.sit(['run', '--', 'stty', '-a']);
  await running.says('Link:');
  running.type(`${link}${ENTER}`);
  await running.says('Open it now?');
  running.type(ENTER);
  expect((await running.ended).code).toBe(0);
  expect(running.screen()).toMatch(/isig icanon[^]* echo /);
});
