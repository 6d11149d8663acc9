import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { serverAndUser } from '#e2e/fixtures/server-and-user.ts';

const { user } = serverAndUser();

const sealed = async (text: string) => (await user.run(['send'], { input: text })).stdout.toString();

test('the variables are only in the environment of the command', async () => {
  const link = await sealed('# comment\nTOKEN="needle one"\nexport OTHER=needle-two\n');
  const script =
    'env; echo ---; tr "\\0" "\\n" < /proc/$PPID/environ; tr "\\0" "\\n" < /proc/$PPID/cmdline; tr "\\0" "\\n" < /proc/self/cmdline';
  const { code, stdout } = await user.run(['run', '-', '--', 'sh', '-c', script], { input: link });
  expect(code).toBe(0);
  const [inCommand = '', outside = ''] = stdout.toString().split('---\n');
  expect(inCommand.split('\n')).toEqual(expect.arrayContaining(['TOKEN=needle one', 'OTHER=needle-two']));
  expect(outside).toContain('run');
  expect(outside).not.toContain('needle');
});

test('the command gets the signals and the rest of standard input, and sets the exit code', async () => {
  const link = await sealed('A=1');
  const running = user.start(
    ['run', '-', '--', 'sh', '-c', 'trap "echo $A; exit 7" TERM; echo ready; while :; do sleep 0.05; done'],
    { input: link },
  );
  await running.says('ready');
  running.child.kill('SIGTERM');
  expect(await running.ended).toMatchObject({ code: 7, stdout: Buffer.from('ready\n1\n') });
  const piped = await user.run(['run', '-', '--', 'sh', '-c', 'cat; kill -9 $$'], {
    input: `${await sealed('A=1')}the rest`,
  });
  expect([piped.code, piped.stdout.toString()]).toEqual([137, 'the rest']);
});

test.each(['SIGQUIT', 'SIGUSR1', 'SIGUSR2'] as const)(
  '%s reaches the command and opens no debugger',
  async (signal) => {
    const link = await sealed('A=1');
    const script = `trap "exit 7" ${signal.slice(3)}; echo ready; while :; do sleep 0.05; done`;
    const running = user.start(['run', '-', '--', 'bash', '-c', script], { input: link });
    await running.says('ready');
    running.child.kill(signal);
    expect(await running.ended).toMatchObject({ code: 7, stderr: 'sotto: Set for bash: A\n' });
  },
);

test('a wrong name in --only or a wrong command is refused before a view is used up', async () => {
  const link = await sealed('A=1\nB=2');
  for (const only of ['', 'A-B', 'A,'])
    expect((await user.run(['run', '-', '--only', only, '--', 'true'], { input: link })).code).toBe(2);
  // Node replaces bytes that are not UTF-8 with this character.
  for (const command of ['', 'caf\uFFFD'])
    expect((await user.run(['run', '-', '--', command], { input: link })).code).toBe(2);
  const only = ['--only', 'A', '--only', 'B'];
  const env = { NAME: 'caf\uFFFD' };
  const ran = await user.run(['run', '-', ...only, '--', 'sh', '-c', 'echo $A$B'], { input: link, env });
  expect(ran.stdout.toString()).toBe('12\n');
  expect(ran.stderr).toContain(
    'These variables of this environment are not UTF-8 and reach the command changed: NAME\n',
  );
});

test('a program that cannot run is reported before a view is used up', async () => {
  const link = await sealed('A=1');
  expect((await user.run(['run', '-', '--', 'no-such-program'], { input: link })).code).toBe(127);
  expect((await user.run(['run', '-'], { input: link })).code).toBe(2);
  expect((await user.run(['run', '--', 'true'], { input: link })).code).toBe(0);
});

test('a secret does not decide what is loaded, and sets only named variables; if refused, it can still be opened here', async () => {
  const link = await sealed('LD_PRELOAD=/evil.so\nA=1\n');
  const refused = await user.run(['run', '-', '--', 'env'], { input: link });
  expect([refused.code, refused.stdout.length]).toEqual([1, 0]);
  expect(refused.stderr).toContain('LD_PRELOAD');
  expect((await user.run(['run', '-', '--only', 'A,B', '--', 'env'], { input: link })).code).toBe(1);
  const named = await user.run(['run', '-', '--only', 'A', '--', 'env'], { input: link });
  expect(named.stdout.toString()).toContain('A=1\n');
  expect(named.stdout.toString()).not.toContain('LD_PRELOAD');
});

test('a secret that run refuses is not lost: one with files, or with a variable that is too long', async () => {
  writeFileSync(join(user.home, 'id.pem'), 'PEM');
  const both = (await user.run(['send', '-', 'id.pem'], { input: 'A=1' })).stdout;
  const refused = await user.run(['run', '-', '--', 'env'], { input: both });
  expect([refused.code, refused.stdout.length, refused.stderr.includes('sotto open')]).toEqual([1, 0, true]);
  expect((await user.run(['open', '-o', 'kept'], { input: both })).stdout.toString()).toBe('A=1');
  expect(readFileSync(join(user.home, 'kept/id.pem'), 'utf8')).toBe('PEM');
  const large = await sealed(`A=${'x'.repeat(300_000)}`);
  const tooLong = await user.run(['run', '-', '--', 'env'], { input: large });
  expect(tooLong).toMatchObject({ code: 1, stdout: Buffer.from('') });
  expect(tooLong.stderr).toContain('too long for this system; the longest is A, with 300 kB');
  expect((await user.run(['open'], { input: large })).stdout.length).toBe(300_002);
});

test('a shell function is never set as a variable', async () => {
  const link = await sealed('BASH_FUNC_ls%%="() { echo owned; }"\nA=1\n');
  for (const only of [[], ['--only', 'BASH_FUNC_ls%%']]) {
    const { code, stdout } = await user.run(['run', '-', ...only, '--', 'bash', '-c', 'ls /'], { input: link });
    expect([code, stdout.length]).toEqual([only.length === 0 ? 1 : 2, 0]);
  }
});

test('the names that are set are printed, but no values', async () => {
  const link = await sealed('TOKEN=needle-one\nOTHER="needle two"\n');
  const { code, stdout, stderr } = await user.run(['run', '-', '--', 'true'], { input: link });
  expect([code, stdout.length]).toEqual([0, 0]);
  expect(stderr).toContain('Set for true: TOKEN, OTHER\n');
  expect(stderr).not.toContain('needle');
});

test('values are set as they were written; otherwise the error names the line, nothing runs, and sotto open can still show the text', async () => {
  const exact = await sealed('DB_PASSWORD=p@ss#w0rd\nCOLOR=#FF0000\nOLD= \nSA="{\\"type\\":\\"x\\"}"\n');
  const script = 'printf "%s|%s|%s|%s" "$DB_PASSWORD" "$COLOR" "$OLD" "$SA"';
  const ran = await user.run(['run', '-', '--', 'sh', '-c', script], { input: exact });
  expect(ran.stdout.toString()).toBe('p@ss#w0rd|#FF0000||{"type":"x"}');

  const text = 'A=1\nKEY=-----BEGIN PRIVATE KEY-----\nMIIabc==\n-----END PRIVATE KEY-----\n';
  const twoMeanings = await sealed(text);
  const refused = await user.run(['run', '-', '--', 'touch', 'ran'], { input: twoMeanings });
  expect(refused.code).toBe(1);
  expect(refused.stderr).toMatch(/Line 3 of the secret .+ Line 4 of the secret /);
  expect(refused.stderr).not.toContain('MIIabc');
  expect((await user.run(['open'], { input: twoMeanings })).stdout.toString()).toBe(text);
});

const PASSWORD = 'hunter2-hunter2';
const PRINTS = 'printf "%s|" "$P"; printf %s "$P" | base64; printf "to stderr: %s\\n" "$P" >&2';
const CI = { CI: 'true' };

test('in CI, the values are masked in outputs that are pipes, and --no-mask prints them', async () => {
  const link = await sealed(`P=${PASSWORD}\nSHORT=1234567\n`);
  const script = `echo $SHORT; ${PRINTS}`;
  const ran = await user.run(['run', '-', '--', 'sh', '-c', script], { input: link, env: CI });
  expect([ran.code, ran.stdout.toString()]).toEqual([0, '1234567\n***|***\n']);
  expect(ran.stderr).toBe('sotto: Set for sh: P, SHORT\nto stderr: ***\n');
  for (const [args, env] of [
    [['--no-mask'], CI],
    [[], {}],
    [[], { CI: 'false' }],
  ] as const) {
    const again = await sealed(`P=${PASSWORD}`);
    const shown = await user.run(['run', '-', ...args, '--', 'sh', '-c', PRINTS], { input: again, env });
    expect(shown.stdout.toString()).toContain(`${PASSWORD}|`);
    expect(shown.stderr).toContain(`to stderr: ${PASSWORD}`);
  }
});

test('in CI, a file gets exact bytes, unless --mask is given', async () => {
  const redirect = (options: string) => `sotto run - ${options} -- sh -c 'printf %s "$P"' < link > out`;
  for (const [options, content] of [
    ['', PASSWORD],
    ['--mask', '***'],
  ] as const) {
    writeFileSync(join(user.home, 'link'), await sealed(`P=${PASSWORD}`));
    const ran = await user.script(redirect(options), { env: CI }).ended;
    expect(ran.code, ran.stdout.toString()).toBe(0);
    expect(readFileSync(join(user.home, 'out'), 'utf8')).toBe(content);
  }
});

test('at a terminal, a command keeps the terminal; with --mask its prompt appears and it gets the answer', async () => {
  const seals = async () => writeFileSync(join(user.home, 'link'), await sealed(`P=${PASSWORD}`));
  await seals();
  const own = user.script('sotto run - -- sh -c \'test -t 1 && echo "is one: $P"\' < link', { env: CI });
  expect([(await own.ended).code, own.screen()]).toEqual([0, expect.stringContaining(`is one: ${PASSWORD}`)]);
  await seals();
  const asks = `printf "Really %s? " "$P"; read -r answer < /dev/tty; echo "said $answer"; exit 3`;
  writeFileSync(join(user.home, 'asks.sh'), asks);
  const masked = user.script('sotto run - --mask -- sh asks.sh < link || exit $?');
  await masked.says('Really ***? ');
  masked.type('yes\r');
  expect((await masked.ended).code).toBe(3);
  expect(masked.screen()).toContain('said yes');
  expect(masked.screen()).not.toContain(PASSWORD);
});

test('a masked command gets signals, learns that its reader is gone, and passes binary output and its exit code on', async () => {
  const start = async (script: string) =>
    user.start(['run', '-', '--mask', '--', 'sh', '-c', script], { input: await sealed(`P=${PASSWORD}`) });
  const trapping = await start('trap "echo $P; exit 7" TERM; echo ready; while :; do sleep 0.05; done');
  await trapping.says('ready');
  trapping.child.kill('SIGTERM');
  expect(await trapping.ended).toMatchObject({ code: 7, stdout: Buffer.from('ready\n***\n') });
  writeFileSync(join(user.home, 'link'), await sealed(`P=${PASSWORD}`));
  const cut = await user.script('set +o pipefail; sotto run - --mask -- sh -c "exec yes \\$P" < link | head -n 2')
    .ended;
  expect([cut.code, cut.stdout.toString()]).toEqual([0, expect.stringContaining('***\r\n***\r\n')]);
  const bytes = Buffer.from(Array.from({ length: 100_000 }, (_, at) => (at * 7919) % 256));
  writeFileSync(join(user.home, 'binary'), bytes);
  expect(await (await start(`cat ${join(user.home, 'binary')}; exit 9`)).ended).toMatchObject({
    code: 9,
    stdout: bytes,
  });
});

test('a signal ends a masked command whose output a background process still holds', async () => {
  const script = 'sleep 200 & echo "$$ is done"';
  const running = user.start(['run', '-', '--mask', '--', 'sh', '-c', script], {
    input: await sealed(`P=${PASSWORD}`),
  });
  await running.says('is done');
  const pid = Number(/^\d+(?= is done)/m.exec(running.screen())?.[0]);
  const hasEnded = () => {
    try {
      return !process.kill(pid, 0);
    } catch {
      return true;
    }
  };
  await expect.poll(hasEnded).toBe(true);
  running.child.kill('SIGTERM');
  expect((await running.ended).code).toBe(0);
});

test('a masked output that fills the disk is one error without a stack trace', async () => {
  writeFileSync(join(user.home, 'link'), await sealed(`P=${PASSWORD}`));
  const full = user.script('sotto run - --mask -- echo hello < link > /dev/full');
  expect((await full.ended).code).toBe(1);
  expect(full.screen()).toMatch(/sotto: The disk is full\. [^\n]+\r\n$/);
});

test('--mask and --no-mask together are refused before a view is used up', async () => {
  const link = await sealed('A=1');
  const both = await user.run(['run', '-', '--mask', '--no-mask', '--', 'true'], { input: link });
  expect([both.code, both.stderr]).toEqual([
    2,
    'sotto: --mask and --no-mask contradict each other. Choose one of them.\n',
  ]);
  expect((await user.run(['run', '-', '--', 'true'], { input: link })).code).toBe(0);
});
