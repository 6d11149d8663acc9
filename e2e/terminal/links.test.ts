import { beforeAll, expect, test } from 'vitest';
import { serverAndUser } from '#e2e/fixtures/server-and-user.ts';
import { ENTER } from '#e2e/fixtures/terminal.ts';

const { user } = serverAndUser();
let link: string;
let key: string;
let bare: string;
beforeAll(async () => {
  const sent = await user.run(['send', '--views', 'unlimited'], { input: 'as it was pasted' });
  link = sent.stdout.toString().trim();
  [bare = '', key = ''] = link.split('#');
});

test('standard input can begin with an empty line, be a whole message, or have the link broken over lines', async () => {
  const inputs = [
    `\n\r\n${link}\n`,
    `Subject: the password\n\nHello,\n> ${link.slice(0, 40)}\n> ${link.slice(40)}\n\nBest regards\n`,
    `${bare}\n\nKey: ${key}\n`,
    `${link.slice(0, 50)}=\r\n${link.slice(50)}`,
    `\u201C${link.replace('#', '%23')}\u201D.`,
  ];
  for (const input of inputs) {
    const { code, stdout, stderr } = await user.run(['open'], { input });
    expect([input, code, stdout.toString(), stderr]).toEqual([input, 0, 'as it was pasted', '']);
  }
});

test('the input after the complete link is left for the command', async () => {
  const secret = (await user.run(['send'], { input: 'A=1' })).stdout.toString().trim();
  const input = `\n${secret}\nthe rest\n`;
  const { code, stdout } = await user.run(['run', '-', '--', 'cat'], { input });
  expect([code, stdout.toString()]).toEqual([0, 'the rest\n']);
});

test('text on the same line as the link is not lost: the answer, or the command, is refused', async () => {
  const request = (await user.run(['ask', 'A key'])).stdout.toString().trim();
  const secret = (await user.run(['send'], { input: 'A=1' })).stdout.toString().trim();
  const [address = '', fragment = ''] = secret.split('#');
  for (const [args, input] of [
    [['answer', '-'], `${request}-----BEGIN PRIVATE KEY-----\nx\n`],
    [['answer', '-'], `${request}hunter2\n`],
    [['answer', '-'], `${request}&pw=hunter2\n`],
    [['run', '-', '--', 'cat'], `<${secret}> hunter2\n`],
    [['run', '-', '--', 'cat'], `${address}\n#${fragment} hunter2\n`],
    [['run', '-', '--', 'cat'], `Key: ${fragment}\n${address} hunter2\n`],
  ] as const) {
    const { code, stdout, stderr } = await user.run(args, { input });
    expect([input, code, stdout.toString(), stderr]).toEqual([
      input,
      2,
      '',
      expect.stringMatching(/^sotto: The text after the link on the same line would be lost/),
    ]);
  }
  const wrapped = `https://safelinks.example/?url=${encodeURIComponent(secret)}&data=05%7C01&reserved=0`;
  const { code, stdout } = await user.run(['run', '-', '--', 'cat'], { input: `<${wrapped}>\nthe rest` });
  expect([code, stdout.toString()]).toEqual([0, 'the rest']);
});

test('an argument is read like a pasted link, and an error says which part is missing', async () => {
  for (const given of [`"${link}"`, link.replace('http:', 'HTTP:'), link.replace('/s/', '/S/').replace('#', '/#')]) {
    expect((await user.run(['open', given])).stdout.toString()).toBe('as it was pasted');
  }
  const id = bare.split('/s/')[1] ?? '';
  for (const [given, sentence] of [
    [key, 'This is a key without its link.'],
    [id, 'This is only a part of a link.'],
    [`${id}#${key}`, 'The link does not say which server it belongs to.'],
    [bare, 'The link has no key'],
    [link.slice(0, -3), 'The link is incomplete'],
    [`${bare}#${key.slice(1)}x`, 'The part after # does not belong to this link'],
    ['https://secrets.example/', 'This is not a link to a secret.'],
  ] as const) {
    const { code, stderr } = await user.run(['open', given]);
    expect([code, stderr]).toEqual([2, expect.stringContaining(sentence)]);
    expect(stderr).not.toContain(key.slice(0, 12));
  }
});

test('a link that is pasted in two lines is read, and none of it answers the next question', async () => {
  const opening = user.sit(['open']);
  await opening.says('Link:');
  opening.type(`${link.slice(0, 60)}${ENTER}${link.slice(60)}${ENTER}`);
  await opening.says('Open it now?');
  expect(opening.screen()).not.toContain(key.slice(0, 12));
  opening.type(`y${ENTER}`);
  await opening.says('as it was pasted');
  expect((await opening.ended).code).toBe(0);
});

test('after an empty line the question is repeated, and the rest of a link can follow', async () => {
  const opening = user.sit(['open']);
  await opening.says('Link:');
  opening.type(ENTER);
  opening.type(`${bare}${ENTER}`);
  await opening.says('The link has no key');
  opening.type(`${key}${ENTER}`);
  await opening.says('Open it now?');
  opening.type(`y${ENTER}`);
  await opening.says('as it was pasted');
  expect((await opening.ended).code).toBe(0);
});
