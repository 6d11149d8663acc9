import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { MemberBrowser } from '#e2e/fixtures/member-browser.ts';
import { startMemberService } from '#e2e/fixtures/member-service.ts';
import type { MemberService } from '#e2e/fixtures/member-service.ts';
import type { Server } from '#e2e/fixtures/server.ts';
import { CTRL_D, ENTER, newUser } from '#e2e/fixtures/terminal.ts';
import type { User } from '#e2e/fixtures/terminal.ts';

/** Members at a terminal, with a real provider. */

let service: MemberService;
let server: Server;
const users: User[] = [];
const newPerson = () => {
  const user = newUser(() => server.url);
  users.push(user);
  return user;
};
beforeAll(async () => {
  service = await startMemberService({ SOTTO_CREATE: 'member', SOTTO_WHO: 'members,anyone' });
  ({ server } = service);
});
afterAll(async () => {
  for (const user of users) user[Symbol.dispose]();
  await service.stop();
});

const textFor = (name: string) => new MemberBrowser(server.url).terminalText(name);

/** A person who has signed in, with the text on standard input. */
async function member(name: string): Promise<User> {
  const user = newPerson();
  const { code, stderr } = await user.run(['login'], { input: `${await textFor(name)}\n` });
  expect([code, stderr]).toEqual([0, expect.stringMatching(new RegExp(`to Example as ${name}@example\\.org, until`))]);
  return user;
}

const sent = async (user: User, ...args: string[]) => {
  const { stdout, stderr, code } = await user.run(['send', '--json', ...args], { input: 'for us only' });
  if (code !== 0) throw new Error(stderr);
  return JSON.parse(stdout.toString()) as { readonly link: string; readonly manageLink: string };
};

test('a member pastes the text of the sign-in page, which the terminal does not show, and is told who and until when', async () => {
  const user = newPerson();
  const text = await textFor('ana');
  const login = user.sit(['login']);
  await login.says(`Open ${server.url}sign-in in a browser and sign in to Example.`);
  await login.says('Paste that text (sotto_s_…):');
  login.type(`${text}${ENTER}`);
  await login.says('You are signed in to Example as ana@example.org, until');
  expect((await login.ended).code).toBe(0);
  expect(login.screen()).not.toContain(text);
  const folder = join(user.home, '.config/sotto/sessions');
  const [name = ''] = readdirSync(folder);
  expect(statSync(join(folder, name)).mode & 0o777).toBe(0o600);
  expect(readFileSync(join(folder, name), 'utf8')).toContain(text);
});

test('members send to members, who are told before they open that the sender sees it', async () => {
  const [ana, ben] = [await member('ana'), await member('ben')];
  const { link, manageLink } = await sent(ana, '--members', '--show-sender');
  const declined = ben.sit(['open', '-o', '.']);
  await declined.says('Link:');
  declined.type(`${link}${ENTER}`);
  await declined.says('The sender sees that ben@example.org opened it.');
  await declined.says('This service says: from ana@example.org.');
  await declined.says('Open it now?');
  declined.type(CTRL_D);
  expect((await declined.ended).code).toBe(2);
  expect((await ana.run(['status', '-'], { input: manageLink })).stdout.toString()).not.toContain('ben@');
  const opened = await ben.run(['open', '-'], { input: link });
  expect([opened.code, opened.stdout.toString()]).toEqual([0, 'for us only']);
  const status = await ana.run(['status', '-'], { input: manageLink });
  expect(status.stdout.toString()).toMatch(/^Opened by: +ben@example\.org, /m);
});

test('nobody else opens it, and nothing is used up', async () => {
  const [ana, carla, stranger] = [await member('ana'), await member('carla'), newPerson()];
  const { link, manageLink } = await sent(ana, '--group', 'ops');
  const refused = await carla.run(['open', '-'], { input: link });
  expect([refused.code, refused.stdout.length]).toEqual([6, 0]);
  expect(refused.stderr).toContain(
    'You are signed in as carla@example.org, but this is only for members of these groups: ops.',
  );
  const unknown = await stranger.run(['open', '-'], { input: link });
  expect([unknown.code, unknown.stderr]).toEqual([
    6,
    expect.stringContaining(`Run: sotto login --server ${server.url}`),
  ]);
  expect((await ana.run(['status', '-'], { input: manageLink })).stdout.toString()).toMatch(/^Opens: +once, 1 left$/m);
});

test('after logout, also at the provider, the sign-in is of no more use, and the next step is named', async () => {
  const [ana, ben, carla] = [await member('ana'), await member('ben'), await member('carla')];
  const { link } = await sent(ana);
  const sessionsOf = ({ home }: User) => readdirSync(join(home, '.config/sotto/sessions'));
  expect((await ben.run(['logout'])).code).toBe(0);
  expect(sessionsOf(ben)).toEqual([]);
  const first = await ben.run(['open', '-'], { input: link });
  expect([first.code, first.stderr]).toEqual([6, expect.stringContaining('Only members can do this')]);
  await service.logOut('carla');
  const over = await carla.run(['open', '-'], { input: link });
  expect([over.code, over.stderr]).toEqual([6, expect.stringContaining('Your sign-in has ended. Run: sotto login')]);
  expect(sessionsOf(carla)).toEqual([]);
});

test('where only members create, a file is sent with a sign-in, and nothing without one', async () => {
  const [ana, stranger] = [await member('ana'), newPerson()];
  const send = ['send', '-', '--anyone'];
  expect((await stranger.run(send, { input: 'x' })).stderr).toContain('Run: sotto login');
  const link = await ana.send(['--anyone', join(import.meta.dirname, 'members.test.ts')]);
  expect((await stranger.run(['open', '-', '-o', '.'], { input: link })).code).toBe(0);
  expect(readFileSync(join(stranger.home, 'members.test.ts'), 'utf8')).toContain('where only members create');
});

test('a request for members is answered by a member, also with a file', async () => {
  const [ana, ben] = [await member('ana'), await member('ben')];
  const asked = await ana.run(['ask', 'The key', '--json']);
  const { link, manageLink } = JSON.parse(asked.stdout.toString()) as { link: string; manageLink: string };
  const file = join(import.meta.dirname, 'members.test.ts');
  const answered = await ben.run(['answer', '-', file], { input: link });
  expect([answered.code, answered.stderr]).toEqual([0, expect.any(String)]);
  const inbox = await ana.run(['inbox', '-', '-o', '.'], { input: manageLink });
  expect([inbox.code, inbox.stderr]).toEqual([0, expect.not.stringContaining('cannot be checked')]);
});
