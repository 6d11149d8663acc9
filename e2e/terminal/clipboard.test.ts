import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { serverAndUser } from '#e2e/fixtures/server-and-user.ts';

const { user } = serverAndUser();

const LINK = /^http:\/\/localhost:\d+\/[sr]\/\w+#\w{50}$/;
const bin = join(user.home, 'bin');
const path = `${bin}:/usr/bin:/bin`;
const noDisplay = { PATH: path, TERM: 'xterm' };
const onDisplay = { ...noDisplay, DISPLAY: ':0' };

/** A clipboard program that behaves like xclip: it stays in the background and keeps its streams open. */
function install(name: string, script: string): void {
  writeFileSync(join(bin, name), `#!/bin/sh\n${script}\n`);
  chmodSync(join(bin, name), 0o755);
}

const arguments_ = () => readFileSync(join(user.home, 'arguments'), 'utf8');
const clipboard = () => readFileSync(join(user.home, 'clipboard'), 'utf8');

beforeEach(() => {
  mkdirSync(bin, { recursive: true });
  writeFileSync(join(user.home, 'clipboard'), '');
  install('xclip', 'echo "$@" > "$HOME/arguments"; cat > "$HOME/clipboard"; sleep 60 & exit 0');
  install('xsel', 'exit 1');
});

test('at a terminal both links have labels, each is alone on its line, and the one to send is the last line', async () => {
  for (const args of [
    ['send', 'bin/xclip'],
    ['ask', 'Keys'],
  ]) {
    const sitting = user.sit(args);
    expect((await sitting.ended).code).toBe(0);
    const lines = sitting.screen().trimEnd().split('\r\n');
    expect(lines.slice(-5).filter((line) => !line.startsWith('http'))).toEqual([
      'Manage link (keep private):',
      '',
      'Link (send this):',
    ]);
    expect(lines.at(-4)).toMatch(/^http:\/\/localhost:\d+\/m\/\w+#\w{50}$/);
    expect(lines.at(-1)).toMatch(LINK);
  }
});

test('in a pipe, a person gets the manage link on the screen, and the pipe the link alone', async () => {
  const piping = user.script('sotto send bin/xclip | cat > link.txt');
  expect((await piping.ended).code).toBe(0);
  const link = readFileSync(join(user.home, 'link.txt'), 'utf8');
  expect(link).toMatch(/^http:\/\/localhost:\d+\/s\/\w+#\w{50}\n$/);
  expect(piping.screen()).toContain('Manage link (keep private):\r\n');
  expect(piping.screen()).not.toContain('Link (send this)');
  expect(piping.screen()).not.toContain(link.trim());
});

test('--copy puts the link on the clipboard, and never into an argument', async () => {
  for (const args of [
    ['send', '--copy'],
    ['ask', 'Keys', '--copy'],
  ]) {
    const sent = await user.run(args, { input: 'copied', env: onDisplay });
    expect(sent.code).toBe(0);
    expect(sent.stdout.toString().trim()).toMatch(LINK);
    expect(`${clipboard()}\n`).toBe(sent.stdout.toString());
    expect(arguments_()).toBe('-selection clipboard\n');
    expect(sent.stderr).toMatch(/^Copied\.$/m);
  }
});

test('--copy with --json copies the same link', async () => {
  const sent = await user.run(['send', '--copy', '--json'], { input: 'copied', env: onDisplay });
  expect(JSON.parse(sent.stdout.toString())).toMatchObject({ link: clipboard() });
});

test('a clipboard program that fails is followed by the next; if all fail, the reason is given and the link is sent', async () => {
  install('xclip', 'exit 1');
  install('xsel', 'cat > "$HOME/clipboard"');
  const second = await user.run(['send', '--copy'], { input: 'copied', env: onDisplay });
  expect([clipboard(), second.stderr]).toEqual([second.stdout.toString().trim(), expect.stringContaining('Copied.')]);

  install('xsel', 'exit 1');
  const failed = await user.run(['send', '--copy'], { input: 'kept', env: onDisplay });
  expect(failed.code).toBe(0);
  expect(failed.stderr).toContain('sotto: The link was not copied: xclip failed. Copy it from the output.\n');
  expect(failed.stderr).not.toContain('Copied.');
  expect((await user.run(['open'], { input: failed.stdout })).stdout.toString()).toBe('kept');
});

test('without a clipboard, a terminal is asked to copy, which is not called copied; a pipe gets the reason', async () => {
  const asking = user.sit(['send', '--copy', 'bin/xclip'], { env: noDisplay });
  expect((await asking.ended).code).toBe(0);
  const link = /http:\/\/localhost:\d+\/s\/\w+#\w{50}/.exec(asking.screen())?.[0] ?? '?';
  expect(asking.screen()).toContain(`\u001b]52;c;${Buffer.from(link).toString('base64')}\u0007`);
  expect(asking.screen()).toContain('Asked the terminal to copy the link, because this session has no clipboard.');
  expect(asking.screen()).not.toContain('Copied.');

  const piped = await user.run(['send', '--copy'], { input: 'x', env: noDisplay });
  expect(piped.stderr).toContain('sotto: The link was not copied: this session has no clipboard.');
});
