import {
  chmodSync,
  existsSync,
  linkSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { serverAndUser } from '#e2e/fixtures/server-and-user.ts';
import { CTRL_D, ENTER } from '#e2e/fixtures/terminal.ts';

const { user } = serverAndUser();

const SECRET = 'API_KEY=needle-one\nPORT=8080\nDEBUG=1\n';
const BEFORE = '# mine\nPORT=3000 # the port\nDEBUG=1\n';
let link = '';
const at = (name: string) => join(user.home, name);
const put = (name: string, text: string) => writeFileSync(at(name), text);
const get = (name: string) => readFileSync(at(name), 'utf8');
const sealed = async (text: string) => (await user.run(['send'], { input: text })).stdout.toString();
const into = (...args: string[]) => user.run(['open', '-', '--into', '.env', ...args], { input: link });
const state = async () => (await user.run(['status', '-', '--json'], { input: link })).stdout.toString();

beforeEach(async () => {
  rmSync(at('.env'), { force: true, recursive: true });
  link = await sealed(SECRET);
});

test('at a terminal, it shows the names, asks, and after no the secret opens again', async () => {
  put('.env', BEFORE);
  put('link', link);
  for (const answer of [`n${ENTER}`, ENTER, CTRL_D]) {
    const sitting = user.script('sotto open - --into .env < link');
    await sitting.says('Write .env? [y/N]');
    sitting.type(answer);
    const { code } = await sitting.ended;
    expect([code, get('.env')]).toEqual([2, BEFORE]);
    expect(sitting.screen()).toMatch(/added +API_KEY\s+changed +PORT\s+kept +DEBUG\s/);
    expect(sitting.screen()).toMatch(
      /Nothing was written\. You can open it again on this machine for ten minutes without using another view\./,
    );
    expect(sitting.screen()).not.toContain('needle');
  }
  const sitting = user.script('sotto open - --into .env < link');
  await sitting.says('Write .env? [y/N]');
  sitting.type(`y${ENTER}`);
  expect((await sitting.ended).code).toBe(0);
  expect(get('.env')).toBe('# mine\nPORT=8080 # the port\nDEBUG=1\nAPI_KEY=needle-one\n');
  expect(await state()).toContain('"state":"spent"');
});

test('without a terminal it needs --yes; it writes with mode 0600 or stricter, and leaves nothing else behind', async () => {
  const refused = await into();
  expect([refused.code, refused.stderr]).toEqual([
    2,
    'sotto: There is no terminal to ask a question, so --into needs --yes. Nothing was opened.\n',
  ]);
  const made = await into('--yes');
  expect(made).toMatchObject({ code: 0, stdout: Buffer.from('') });
  expect(made.stderr).toBe('.env (a new file):\n  added    API_KEY, PORT, DEBUG\nWrote .env. Only you can read it.\n');
  expect([get('.env'), statSync(at('.env')).mode & 0o777]).toEqual([SECRET, 0o600]);
  for (const [mode, after] of [
    [0o644, 0o600],
    [0o400, 0o400],
  ] as const) {
    put('.env', BEFORE);
    chmodSync(at('.env'), mode);
    link = await sealed(SECRET);
    expect((await into('--yes', '--only', 'API_KEY')).code).toBe(0);
    expect([get('.env'), statSync(at('.env')).mode & 0o777]).toEqual([`${BEFORE}API_KEY=needle-one\n`, after]);
    rmSync(at('.env'));
  }
  expect(readdirSync(user.home).filter((name) => name.includes('sotto-'))).toEqual([]);
  put('.env', SECRET);
  link = await sealed(SECRET);
  const same = await into('--yes');
  expect([same.code, same.stderr]).toEqual([
    0,
    '.env:\n  kept     API_KEY, PORT, DEBUG\n.env has these values already. It was not changed.\n',
  ]);
});

test('a link, a folder, a second name and a file that is not text are refused before a view is used up', async () => {
  const make: Readonly<Record<string, () => void>> = {
    'is a symbolic link': () => symlinkSync(at('elsewhere'), at('.env')),
    'is not a file': () => mkdirSync(at('.env')),
    'has several names': () => {
      put('first', BEFORE);
      linkSync(at('first'), at('.env'));
    },
    'is not UTF-8': () => writeFileSync(at('.env'), Buffer.from('A=p\xe4ss\n', 'latin1')),
    'opens a quote that is never closed': () => put('.env', 'A="x\nB=1\n'),
  };
  for (const [why, prepare] of Object.entries(make)) {
    rmSync(at('.env'), { force: true, recursive: true });
    prepare();
    const { code, stderr } = await into('--yes');
    expect([code, stderr]).toEqual([2, expect.stringContaining(why)]);
    expect(stderr).toMatch(/^sotto: .+ Nothing was opened\.\n$/);
  }
  expect((await user.run(['open', '-', '--into', 'missing/.env', '--yes'], { input: link })).code).toBe(2);
  for (const args of [
    ['--into', '.env', '--json'],
    ['--into', '.env', '-o', 'x'],
    ['--only', 'A'],
  ])
    expect((await user.run(['open', '-', '--yes', ...args], { input: link })).code).toBe(2);
  expect(await state()).toContain('"state":"live"');
});

test('what run refuses is refused, nothing is written, and the secret still opens here', async () => {
  for (const [text, why] of [
    ['PATH=/evil\nA=1\n', 'The secret sets PATH, which decides what a program loads.'],
    ['A=1\nnot a line\n', 'Line 2 of the secret is not NAME=value'],
    ['A=1\nA=2\n', 'sets a name that an earlier line sets'],
    ['A="it\'s \\"x\\""\n', 'Programs would read the value of A differently'],
  ] as const) {
    link = await sealed(text);
    const { code, stderr } = await into('--yes');
    expect([code, stderr]).toEqual([1, expect.stringContaining(why)]);
    expect([stderr.includes('evil'), existsSync(at('.env'))]).toEqual([false, false]);
    expect((await user.run(['open'], { input: link })).stdout.toString()).toBe(text);
  }
  link = await sealed('PATH=/evil\nA=1\n');
  expect((await into('--yes', '--only', 'A')).code).toBe(0);
  expect(get('.env')).toBe('A=1\n');
});

test('a file that another program changes while the question is open is left alone', async () => {
  put('.env', BEFORE);
  put('link', link);
  const sitting = user.script('sotto open - --into .env < link');
  await sitting.says('Write .env? [y/N]');
  put('.env', 'OTHER=1\n');
  sitting.type(`y${ENTER}`);
  expect((await sitting.ended).code).toBe(1);
  expect(sitting.screen()).toContain('.env was changed by another program in the meantime. Nothing was written.');
  expect(get('.env')).toBe('OTHER=1\n');
  rmSync(at('.env'));
  const appearing = user.script('sotto open - --into .env < link');
  await appearing.says('Write .env? [y/N]');
  put('.env', 'OTHER=2\n');
  appearing.type(`y${ENTER}`);
  expect((await appearing.ended).code).toBe(1);
  expect(get('.env')).toBe('OTHER=2\n');
  expect((await into('--yes')).code).toBe(0);
  expect(get('.env')).toBe(`OTHER=2\n${SECRET}`);
});

test('the written file gives node --env-file and a shell the same values', async () => {
  const text = 'KEY="-----BEGIN\nMII=\n-----END\n"\nURL=\'postgres://u:p@ss#w0rd@h/d?a=$b\'\n';
  link = await sealed(text);
  expect((await into('--yes')).code).toBe(0);
  const wanted = '-----BEGIN\nMII=\n-----END\n|postgres://u:p@ss#w0rd@h/d?a=$b';
  const shell = user.script('. ./.env; printf "%s|%s" "$KEY" "$URL"');
  await shell.ended;
  expect(shell.screen().replaceAll('\r\n', '\n')).toBe(wanted);
  const node = user.script(
    `${process.execPath} --env-file=.env -e 'process.stdout.write(process.env.KEY + "|" + process.env.URL)'`,
  );
  await node.ended;
  expect(node.screen().replaceAll('\r\n', '\n')).toBe(wanted);
});

test('if the disk refuses the new content, the file stays as it was, and the secret opens again', async () => {
  put('.env', BEFORE);
  link = await sealed(`LONG=${'x'.repeat(3000)}\n`);
  put('link', link);
  // Files of more than one block are refused, as on a full disk.
  const full = user.script('ulimit -f 1; sotto open - --into .env --yes < link');
  expect((await full.ended).code).toBe(1);
  expect(full.screen()).toContain('Write it elsewhere, then run the command again. You can open it again');
  expect(get('.env')).toBe(BEFORE);
  expect(readdirSync(user.home).filter((name) => name.includes('sotto-'))).toEqual([]);
  expect((await into('--yes')).code).toBe(0);
  expect(get('.env')).toBe(`${BEFORE}LONG=${'x'.repeat(3000)}\n`);
});

test('the temporary file of a run that was killed is removed by the next one, and does not keep it from writing', async () => {
  const left = (digit: string) => `.env.sotto-${digit.repeat(8)}-0000-4000-8000-000000000000`;
  const [old, young, second, other] = [left('0'), left('1'), left('2'), '.env.sotto-notes'];
  for (const name of [old, young, other]) put(name, SECRET);
  for (const name of [old, other]) utimesSync(at(name), 1, 1);
  // Killed between giving the file its name and removing the temporary one.
  put(second, BEFORE);
  linkSync(at(second), at('.env'));
  expect((await into('--yes')).code).toBe(0);
  expect(get('.env')).toContain('needle-one');
  expect([old, young, second, other].filter((name) => existsSync(at(name)))).toEqual([young, other]);
  for (const name of [young, other]) rmSync(at(name));
});
