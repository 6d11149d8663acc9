import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { serverAndUser } from '#e2e/fixtures/server-and-user.ts';
import { newUser } from '#e2e/fixtures/terminal.ts';

const { server, user: requester } = serverAndUser();
const responder = newUser();
afterAll(() => responder[Symbol.dispose]());

interface Asked {
  readonly link: string;
  readonly manageLink: string;
}

async function ask(...args: string[]): Promise<Asked> {
  const asked = await requester.run(['ask', ...args, '--json']);
  expect(asked).toMatchObject({ code: 0, stderr: '' });
  return JSON.parse(asked.stdout.toString()) as Asked;
}

test('a request is answered with fields and a file, read once, and shown as read', async () => {
  const asked = await ask(
    'The signing key',
    '--field',
    'user:line',
    '--field',
    'key:file',
    '--field',
    'note:text',
    '--answers',
    '2',
  );
  const waiting = requester.start(['inbox', '--wait', '-o', 'got'], { input: asked.manageLink });
  await expect
    .poll(() => server.relay.requests().filter((line) => line.endsWith('/status')).length, { timeout: 60_000 })
    .toBeGreaterThan(0);
  for (const [name, text] of Object.entries({ 'user.txt': 'deploy\n', 'id.pem': 'PEM', 'extra.txt': 'extra' }))
    writeFileSync(join(responder.home, name), text);
  const fields = ['user=@user.txt', 'key=@id.pem', 'note=-'].flatMap((field) => ['--field', field]);
  const answered = await responder.run(['answer', '-', 'extra.txt', ...fields], { input: `${asked.link}\ntwo\nlines` });
  expect(answered.code).toBe(0);

  const read = await waiting.ended;
  expect([read.code, read.stdout.toString()]).toEqual([
    0,
    'user: deploy\nkey: got/answer-1/id.pem\nnote: two\nlines\n',
  ]);
  expect(readFileSync(join(requester.home, 'got/answer-1/id.pem'), 'utf8')).toBe('PEM');
  expect(readFileSync(join(requester.home, 'got/answer-1/extra.txt'), 'utf8')).toBe('extra');
  expect((await requester.run(['inbox'], { input: asked.manageLink })).code).toBe(3);
  const receipt = await responder.run(['status'], { input: answered.stdout });
  expect(receipt.stdout.toString()).toMatch(/^Read: {7}\d/m);
});

test('a text arrives byte for byte; with --keep read it is gone after it was read', async () => {
  const asked = await ask(
    'Anything',
    '--keep',
    'read',
    '--stays',
    '1h',
    '--expires',
    '1d',
    '--instructions',
    'Please.',
  );
  const sent = await responder.run(['answer', '-'], { input: `${asked.link}\nexactly\r\nthis` });
  expect(sent.code).toBe(0);
  const listed = await requester.run(['inbox', '--list', '--json'], { input: asked.manageLink });
  expect(JSON.parse(listed.stdout.toString())).toMatchObject({
    title: 'Anything',
    state: 'full',
    answers: [{ number: 1, state: 'live' }],
  });
  const read = await requester.run(['inbox', '--json'], { input: asked.manageLink });
  expect(JSON.parse(read.stdout.toString())).toMatchObject({ number: 1, text: 'exactly\r\nthis', files: [] });
  expect((await requester.run(['inbox', '--all'], { input: asked.manageLink })).code).toBe(3);
  const more = await responder.run(['answer', '-'], { input: `${asked.link}\nagain` });
  expect([more.code, more.stdout.length]).toEqual([3, 0]);
});

test('a value is never an argument, and unknown fields are refused', async () => {
  const asked = await ask('One line', '--field', 'pin:line');
  const refused = await Promise.all(
    [['pin=1234'], ['other=@file'], ['pin=@missing']].map(([field = '']) =>
      responder.run(['answer', '--field', field], { input: asked.link }),
    ),
  );
  expect(refused.map(({ code }) => code)).toEqual([2, 2, 2]);
  expect(refused.map(({ stderr }) => stderr).join('')).toMatch(
    /never the value itself.+Its fields are: pin.+The field cannot be read from/s,
  );
  expect(refused.map(({ stderr }) => stderr).join('')).not.toContain('1234');
  const status = await requester.run(['status', '--json'], { input: asked.manageLink });
  expect(JSON.parse(status.stdout.toString())).toMatchObject({ kind: 'request', state: 'open', answersTaken: 0 });
});

test('a form is not sent half empty by mistake', async () => {
  const asked = await ask('Both', '--field', 'user:line', '--field', 'key:file', '--answers', '2');
  writeFileSync(join(responder.home, 'user'), 'deploy');
  const half = ['answer', '--field', 'user=@user'];
  const refused = await responder.run(half, { input: asked.link });
  expect([refused.code, refused.stderr]).toEqual([
    2,
    'sotto: Missing fields: key. Use --field key=@FILE, or --partial to leave them out.\n',
  ]);
  const sent = await responder.run([...half, '--partial'], { input: asked.link });
  expect([sent.code, sent.stderr.split('\n')[0]]).toEqual([0, 'Missing fields: key.']);
});

test('an answer that is interrupted while it is sent is taken back, with a warning that it may have been read', async () => {
  const { link, manageLink } = await ask('Key');
  const way = server.relay.interfere('/api/shares/', 'swallow');
  const answering = responder.start(['answer', '-'], { input: `${link}\nthe answer` });
  await way.happened;
  answering.child.kill('SIGINT');
  const { code, stdout, stderr } = await answering.ended;
  way.stop();
  expect([code, stdout.length]).toEqual([130, 0]);
  expect(stderr).toContain('sotto: Interrupted while sending the answer. It was withdrawn, but');
  const { stdout: listed } = await requester.run(['inbox', '--list', '--json'], { input: manageLink });
  const { answers } = JSON.parse(listed.toString()) as { answers: { state: string }[] };
  expect(answers.filter(({ state }) => state === 'live')).toEqual([]);
});

test('a request is deleted with its answers, and sotto inbox --wait ends', async () => {
  const asked = await ask('Gone soon', '--answers', '3');
  const waiting = requester.start(['inbox', '--wait'], { input: asked.manageLink });
  await responder.run(['status'], { input: asked.link });
  expect((await requester.run(['delete', '--json'], { input: asked.manageLink })).stdout.toString()).toBe(
    '{"state":"deleted"}\n',
  );
  expect((await waiting.ended).code).toBe(3);
  expect((await responder.run(['answer', '-'], { input: `${asked.link}\ntext` })).code).toBe(3);
  expect((await requester.run(['delete'], { input: asked.manageLink })).code).toBe(0);
});

test('a command that takes another link says which', async () => {
  const asked = await ask('Mixed up');
  const tried = [
    await requester.run(['open'], { input: asked.link }),
    await requester.run(['answer', '-'], { input: asked.manageLink }),
    await requester.run(['inbox'], { input: asked.link }),
    await requester.run(['delete'], { input: asked.link }),
  ];
  expect(tried.map(({ code, stderr }) => [code, /sotto [a-z]+|the manage link/.exec(stderr)?.[0]])).toEqual([
    [2, 'sotto answer'],
    [2, 'sotto status'],
    [2, 'the manage link'],
    [2, 'the manage link'],
  ]);
});

test('a requester who does not want JSON keeps the manage link even where standard error is a file', async () => {
  const asked = await requester.run(['ask', 'Plainly']);
  expect(asked.stdout.toString()).toMatch(/^http:\/\/localhost:\d+\/r\/\w+#\w{50}\n$/);
  expect(asked.stderr).toMatch(/\n\S+\/m\/\w+#\w{50}\n/);
});
