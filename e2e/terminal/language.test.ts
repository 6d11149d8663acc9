import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import stringWidth from 'string-width';
import { expect, test } from 'vitest';
import { serverAndUser } from '#e2e/fixtures/server-and-user.ts';
import { CTRL_C, ENTER } from '#e2e/fixtures/terminal.ts';

const { server, user } = serverAndUser();

const words = join(import.meta.dirname, '../../words');
interface Listed {
  readonly tag: string;
  readonly dir: string;
  readonly draft?: boolean;
}
const languages = JSON.parse(readFileSync(join(words, 'languages.json'), 'utf8')) as Listed[];
const offered = languages.filter(({ draft }) => draft !== true);
const drafts = languages.filter(({ draft }) => draft === true);

/** A text of the translators, up to its first value. */
function german(table: string, ...path: readonly string[]): string {
  const source: unknown = JSON.parse(readFileSync(join(words, `de/terminal-${table}.json`), 'utf8'));
  const text = path.reduce((group: unknown, key) => (group as Record<string, unknown>)[key], source) as string;
  return text.split(/ ?\{/)[0] ?? '';
}

const DE = { LANG: 'de_DE.UTF-8' };
const seal = async (text: string, ...options: readonly string[]) =>
  JSON.parse(await user.send(['--json', ...options], { input: text })) as { link: string; manageLink: string };

test('the locale chooses the language, and an option overrules it, before the command or after it', async () => {
  const { manageLink } = await seal('for the locale');
  const state = german('status', 'facts', 'state');
  const status = async (args: readonly string[], env: Readonly<Record<string, string>>) =>
    (await user.run(args, { input: manageLink, env })).stdout.toString();
  expect(await status(['status'], DE)).toContain(state);
  expect(await status(['status'], { ...DE, LC_ALL: 'C' })).toContain('State: ');
  expect(await status(['status'], { ...DE, LC_ALL: 'de_DE.ISO-8859-1' })).toContain('State: ');
  expect(await status(['status'], { LANG: 'tlh_QO.UTF-8' })).toContain('State: ');
  expect(await status(['status'], { LANG: '../../etc/passwd' })).toContain('State: ');
  expect(await status(['--lang', 'de', 'status'], {})).toContain(state);
  expect(await status(['status', '--lang=de-AT'], {})).toContain(state);
  expect(await status(['status', '--lang', 'en'], DE)).toContain('State: ');
  expect(await status(['help'], DE)).toContain(german('help', 'operatorCommands'));
  expect(await status(['help', 'send'], DE)).toContain(german('usage', 'send', 'once'));
});

test('words and forms are separate: an English text with the dates of a region', async () => {
  const { manageLink } = await seal('for the region');
  const env = { LANG: 'en_US.UTF-8', LC_TIME: 'de_DE.UTF-8', TZ: 'UTC' };
  const status = async (own: Readonly<Record<string, string>>) =>
    (await user.run(['status'], { input: manageLink, env: own })).stdout.toString();
  expect(await status(env)).toMatch(/^Created: {4}\d+ [A-Z][a-z]+ \d{4}, \d\d:\d\d UTC$/m);
  expect(await status({ ...env, LC_TIME: 'en_US.UTF-8' })).toMatch(
    /^Created: {4}[A-Z][a-z]+ \d+, \d{4}, \d\d:\d\d [AP]M UTC$/m,
  );
});

test('a person answers in their own language, and the English answer works too', async () => {
  for (const yes of ['ja', 'J', 'yes', 'y']) {
    const { manageLink } = await seal('to delete');
    const deleting = user.sit(['delete'], { env: DE });
    await deleting.says(german('prompts', 'link'));
    deleting.type(`${manageLink}${ENTER}`);
    await deleting.says(`${german('prompts', 'delete')} ${german('prompts', 'presetNo')}`);
    deleting.type(`${yes}${ENTER}`);
    expect((await deleting.ended).code, yes).toBe(0);
    expect(deleting.screen()).toContain(german('status', 'delete', 'deleted'));
  }
  const { manageLink } = await seal('to keep');
  const keeping = user.sit(['delete', manageLink], { env: DE });
  await keeping.says(german('prompts', 'delete'));
  keeping.type(`nein${ENTER}`);
  expect((await keeping.ended).code).toBe(2);
});

test('what programs read is the same in every language: JSON, the link on standard output, exit codes', async () => {
  const sealed = await seal('the same', '--title', 'T');
  writeFileSync(join(user.home, 'wrong.txt'), 'wrong');
  const locked = await user.send(['--password-file', 'wrong.txt', '--views', '3'], { input: 'x' });
  writeFileSync(join(user.home, 'other.txt'), 'other');
  const results = new Map<string, unknown>();
  for (const { tag } of offered) {
    const run = (args: readonly string[], input = '') => user.run([...args, '--lang', tag], { input });
    const status = await run(['status', '--json'], sealed.manageLink);
    const sent = await run(['send'], 'again');
    const codes = [
      (await run(['send', '--viewz', '3'], 'x')).code,
      (await run(['open'], 'no link')).code,
      (await run(['open'], `${sealed.link.slice(0, -50)}${'1'.repeat(50)}`)).code,
      (await run(['open', '--password-file', 'other.txt'], locked)).code,
      (await run(['send', '--views', '999'], 'x')).code,
      (await run(['send', 'missing.txt'])).code,
    ];
    expect(sent.stdout.toString()).toMatch(/^http:\S+\n$/);
    results.set(tag, { json: status.stdout.toString(), codes });
  }
  const [first] = results.values();
  for (const [tag, result] of results) expect(result, tag).toEqual(first);
});

test.each(offered)('the help in $tag fits 80 columns and has no invisible marks', async ({ tag }) => {
  const commands = ['send', 'open', 'run', 'ask', 'answer', 'inbox', 'status', 'revoke', 'reset', 'shorten', 'delete'];
  for (const args of [['help'], ...commands.map((command) => [command, '--help'])]) {
    const help = await user.run(['--lang', tag, ...args]);
    expect(help.code).toBe(0);
    const text = help.stdout.toString();
    expect(text).not.toMatch(/[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]|undefined|\{\w+\}/u);
    for (const line of text.split('\n')) expect(stringWidth(line), `${tag}: ${line}`).toBeLessThanOrEqual(80);
  }
});

test('a language that this program does not have is refused, a draft too, and nothing is repeated', async () => {
  for (const tag of ['tlh', '../../de', ...drafts.map((draft) => draft.tag)]) {
    const refused = await user.run(['send', '--lang', tag], { input: 'x' });
    expect([refused.code, refused.stdout.toString()]).toEqual([2, '']);
    const list = offered.map((language) => language.tag).join(', ');
    expect(refused.stderr).toBe(`sotto: This program does not have that language. It has: ${list}.\n`);
  }
  expect((await user.run(['--lang'])).code).toBe(2);
  const withoutValue = await user.run(['send', '--lang'], { input: 'x' });
  expect(withoutValue.code).toBe(2);
  expect(withoutValue.stderr).toContain('--lang needs a value: --lang TAG.');
});

test('an operator’s commands, completions and the manual page stay English', async () => {
  for (const args of [['serve', '--help'], ['admin', 'token', 'create', '--help'], ['completion', 'bash'], ['man']]) {
    const english = await user.run(args);
    const inGerman = await user.run(args, { env: { ...DE, LC_ALL: 'de_DE.UTF-8' } });
    expect(inGerman.code).toBe(0);
    expect(inGerman.stdout.toString()).toBe(english.stdout.toString());
  }
});

test('a prompt for a secret counts what arrives in the language of the person', async () => {
  const opening = user.sit(['--lang', 'de', 'open']);
  await opening.says(`${german('prompts', 'link')} ${german('prompts', 'notShown')}`);
  opening.type('zwölf');
  await opening.says('(5 Zeichen)');
  opening.type(CTRL_C);
  expect((await opening.ended).code).toBe(130);
  expect(opening.screen()).not.toContain(server.url);
});
