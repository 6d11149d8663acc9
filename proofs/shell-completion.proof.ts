import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findDebianProgram } from '#scripts/testing/find-debian-program.ts';
import { notProved } from '#scripts/testing/not-proved.ts';
import { runSotto } from './rig/run-sotto.ts';

/** cli/usage/completion.test.ts does the same with bash. */
let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sotto-shells-'));
  mkdirSync(join(folder, 'photos'));
  mkdirSync(join(folder, 'functions'));
  writeFileSync(join(folder, 'notes.txt'), '');
  writeFileSync(join(folder, 'functions/_sotto'), (await runSotto(['completion', 'zsh'], {})).stdout);
  writeFileSync(join(folder, 'sotto.fish'), (await runSotto(['completion', 'fish'], {})).stdout);
});
afterAll(() => rmSync(folder, { recursive: true }));

const program = (name: string, packageName = name) => findDebianProgram({ name, version: '--version', packageName });

/** Lines as they are typed, each with Tab for the completions, and what the command then gets. */
const typed: ReadonlyArray<readonly [keys: string, args: string]> = [
  ['sotto stat\t', 'status'],
  ['sotto send --passw\t-f\tno\t', 'send --password-file notes.txt'],
  ['sotto ask x --ke\tre\t', 'ask x --keep read'],
  ['sotto ask x --keep=ex\t', 'ask x --keep=expiry'],
  ['sotto admin tok\tcr\t--l\tx', 'admin token create --label x'],
  ['sotto admin clock ac\t', 'admin clock accept'],
  ['sotto admin backup ph\t', 'admin backup photos'],
  ['sotto open no\t', 'open no'],
  ['sotto open -o ph\t', 'open -o photos'],
  ['sotto run --on\tA - -- print no\t', 'run --only A - -- print notes.txt'],
  ['sotto completion f\t', 'completion fish'],
];

/** A shell in a pseudo-terminal of zsh's own. The words of the marks are split, so that the echo does not show them. */
const zshScript = (load: string) => `
zmodload zsh/zpty
tab=$'\\t'
zpty t zsh -f -i
zpty -w t 'PROMPT=; RPROMPT=; cd "$FOLDER"; fpath=("$FOLDER/functions" $fpath)'
zpty -w t 'autoload -U compinit; compinit -u -D; ${load}; sotto() { print -r -- "GO""T:$*:EN""D" }'
zpty -w t 'print READ""Y'
zpty -r t shown '*READY*'
while IFS= read -r line; do
  zpty -w -n t "\${line//@/$tab}"$'\\n'
  zpty -r t shown '*GOT:*:END*'
  print -r -- "\${\${shown##*GOT:}%%:END*}"
done
`;

test.for(['compdef _sotto sotto', 'source functions/_sotto'])(
  'zsh completes commands, options, values and files: %s',
  async (load, { annotate }) => {
    const zsh = await program('zsh');
    if (zsh === undefined) return notProved(annotate, 'the completion of zsh: it is not installed and cannot be');
    const out = execFileSync(zsh, ['-f', '-c', zshScript(load)], {
      input: typed.map(([keys]) => `${keys.replaceAll('\t', '@')}\n`).join(''),
      env: {
        PATH: process.env['PATH'],
        FOLDER: folder,
        ZDOTDIR: folder,
        HOME: folder,
        LC_ALL: 'C.UTF-8',
        TERM: 'xterm',
      },
      encoding: 'utf8',
      timeout: 120_000,
    });
    expect(out.trimEnd().split('\n')).toEqual(typed.map(([, args]) => args));
  },
);

test('fish completes commands, options, values and files', async ({ annotate }) => {
  const fish = await program('fish');
  if (fish === undefined) return notProved(annotate, 'the completion of fish: it is not installed and cannot be');
  const offered = (line: string): string[] => {
    const run = 'source sotto.fish; complete -C $argv[1] | cut -f 1';
    const env = { PATH: process.env['PATH'], HOME: folder, LC_ALL: 'C.UTF-8' };
    const out = execFileSync(fish, ['--no-config', '-c', run, line], { cwd: folder, env, encoding: 'utf8' });
    return out.split('\n').filter((one) => one !== '');
  };
  const wanted: Readonly<Record<string, readonly string[]>> = {
    'sotto stat': ['status'],
    'sotto send --passw': ['--password', '--password-file'],
    'sotto ask --keep ': ['expiry', 'read'],
    'sotto admin token ': ['create', 'list', 'revoke'],
    'sotto admin token create --l': ['--label'],
    'sotto admin clock ': ['accept'],
    'sotto admin backup ph': ['photos/'],
    'sotto send no': ['notes.txt'],
    'sotto open no': [],
    'sotto open -o ph': ['photos/'],
    'sotto open --into no': ['notes.txt'],
    'sotto run --on': ['--only'],
    'sotto run - -- cat no': ['notes.txt'],
    'sotto completion ': ['bash', 'fish', 'zsh'],
    'sotto help stat': ['status'],
  };
  for (const [line, words] of Object.entries(wanted)) expect([line, offered(line)]).toEqual([line, words]);
});

test('the manual page has no fault, and shows every command', async ({ annotate }) => {
  const man = await program('man', 'man-db');
  if (man === undefined) return notProved(annotate, 'the manual page: there is no man');
  const page = join(folder, 'sotto.1');
  const { stdout } = await runSotto(['man'], {});
  writeFileSync(page, stdout);
  expect(stdout).toBe(readFileSync(join(import.meta.dirname, '../docs/sotto.1'), 'utf8'));
  expect(stdout).toMatch(/^[\n -~]+$/);
  const env = { PATH: process.env['PATH'], LC_ALL: 'C', MANWIDTH: '80', MANROFFOPT: '-ww', TERM: 'dumb' };
  const shown = spawnSync(man, ['--warnings', '-P', 'cat', page], { env, encoding: 'utf8' });
  expect([shown.status, shown.stderr]).toEqual([0, '']);
  const text = shown.stdout.replace(/.\x08/g, '');
  for (const heading of ['NAME', 'COMMANDS', 'EXIT STATUS', 'ENVIRONMENT']) expect(text).toContain(`\n${heading}\n`);
  for (const line of ['sotto send [OPTIONS]', 'sotto admin token create', '-o, --output DIR', '--no-mask', 'sotto man'])
    expect(text).toContain(line);
});
