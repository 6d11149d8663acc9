import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runHere } from '#cli/testing/run-here.ts';
import { adminCommands, commands } from './commands.ts';

let folder: string;
let script: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sotto-completion-'));
  for (const name of ['notes.txt', 'two words.txt', 'a$b.txt']) writeFileSync(join(folder, name), '');
  mkdirSync(join(folder, 'photos'));
  script = join(folder, '.script');
  writeFileSync(script, (await runHere(['completion', 'bash'])).out);
});
afterAll(() => rmSync(folder, { recursive: true }));

/** The completions that bash offers for these words, the last of which is being typed. The path of programs is empty, so none can run. */
function offered(...words: readonly string[]): string[] {
  const run = `source "$1"; shift; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _sotto; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const env = { PATH: folder, LC_ALL: 'C.UTF-8' };
  const args = ['--norc', '-c', run, 'bash', script, 'sotto', ...words];
  return execFileSync('/bin/bash', args, { cwd: folder, env, encoding: 'utf8' })
    .split('\n')
    .filter((line) => line !== '');
}

test('every command and every option is offered', () => {
  const first = offered('');
  for (const name of Object.keys(commands)) expect(first).toContain(name);
  for (const { name, options } of [...Object.values(commands), ...adminCommands]) {
    const names = [...Object.keys(options).map((option) => `--${option}`), '--help'];
    expect([name, offered(...name.split(' '), '--')]).toEqual([name, expect.arrayContaining(names)]);
  }
});

test.each<[readonly string[], readonly string[]]>([
  [['se'], ['send', 'serve']],
  [
    ['send', '--passw'],
    ['--password', '--password-file'],
  ],
  [['send', '-'], expect.arrayContaining(['--views', '-h']) as string[]],
  [
    ['ask', '--keep', ''],
    ['read', 'expiry'],
  ],
  [
    ['ask', '--keep', '=', ''],
    ['read', 'expiry'],
  ],
  [
    ['ask', '--keep', '='],
    ['read', 'expiry'],
  ],
  [['ask', 'x', '--keep', '=', 'ex'], ['expiry']],
  [['admin', ''], expect.arrayContaining(['token', 'reports', 'backup', 'doctor', 'clock']) as string[]],
  [['admin', 'tok'], ['token']],
  [
    ['admin', 'token', ''],
    ['create', 'list', 'revoke'],
  ],
  [['admin', 'token', 'create', '--l'], ['--label']],
  [['admin', 'clock', ''], ['accept']],
  [['admin', 'members', ''], ['check']],
  [
    ['admin', 'sessions', '--end'],
    ['--end-all', '--end-sub'],
  ],
  [['admin', 'backup', ''], ['photos']],
  [
    ['completion', ''],
    ['bash', 'zsh', 'fish'],
  ],
  [['help', 'st'], ['status']],
  [['run', '-', '--o'], ['--only']],
])('for %j it offers %j', (words, wanted) => {
  expect(offered(...words)).toEqual(wanted);
});

test('files and folders are offered where the command takes them, whole and unexpanded', () => {
  const visible = (names: readonly string[]) => names.filter((name) => !name.startsWith('.')).sort();
  const all = ['a$b.txt', 'notes.txt', 'photos', 'two words.txt'];
  for (const words of [['send'], ['answer'], ['send', '--password-file'], ['open', '--into'], ['run', '--', 'cat']])
    expect([words, visible(offered(...words, ''))]).toEqual([words, all]);
  for (const words of [
    ['open', '-o'],
    ['open', '--output'],
    ['inbox', '--output', '='],
  ])
    expect([words, visible(offered(...words, ''))]).toEqual([words, ['photos']]);
  expect(offered('send', 'tw')).toEqual(['two words.txt']);
});

test('a command is offered after run --', () => {
  expect(offered('run', '-', '--', 'compg')).toEqual(['compgen']);
});

test('links, passwords, titles and numbers are not completed', () => {
  for (const words of [
    ['open'],
    ['status'],
    ['delete'],
    ['send', '--title'],
    ['send', '--views'],
    ['send', '--server'],
  ])
    expect([words, offered(...words, '')]).toEqual([words, []]);
});

test('another shell is refused, and the three scripts are made from the same tables', async () => {
  expect(await runHere(['completion', 'tcsh'])).toEqual({
    code: 2,
    out: '',
    err: 'sotto: The shell is bash, zsh or fish: sotto completion bash\n',
  });
  expect((await runHere(['completion'])).code).toBe(2);
  for (const shell of ['zsh', 'fish']) {
    const { code, out } = await runHere(['completion', shell]);
    expect(code).toBe(0);
    for (const word of ['send', 'skip-unreadable', 'into', 'no-mask', 'read', 'backup']) expect(out).toContain(word);
  }
});
