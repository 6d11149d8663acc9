import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, test } from 'vitest';
import { run } from './processes.ts';

const processes = join(import.meta.dirname, 'processes.ts');

/** A command that starts another one, which prints its port and listens until it is ended. */
const innermost = `const server = require('node:net').createServer();
  server.listen(0, '127.0.0.1', () => console.log(server.address().port));`;
const nested = `const inner = require('node:child_process').spawn(
  process.execPath, ['-e', ${JSON.stringify(innermost)}], { stdio: ['ignore', 'pipe', 'ignore'] });`;

/** Checks by connection, because the pid of an ended process may still exist as a zombie. */
async function isListening(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

test.for(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
  '%s ends all child processes, including nested ones',
  async (signal) => {
    const program = `import { endTogether, run } from ${JSON.stringify(processes)};
    endTogether();
    await run([process.execPath, '-e', ${JSON.stringify(`${nested} inner.stdout.pipe(process.stdout)`)}]);`;
    const outer = spawn(process.execPath, ['--input-type=module', '-e', program], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [line] = (await once(createInterface({ input: outer.stdout }), 'line')) as [string];
    expect(await isListening(Number(line))).toBe(true);
    outer.kill(signal);
    expect(await once(outer, 'exit')).toEqual([1, null]);
    await expect.poll(() => isListening(Number(line))).toBe(false);
  },
);

test('processes that a command leaves behind are ended', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'sotto-processes-'));
  const file = join(folder, 'port');
  const leaving = `${nested} inner.stdout.on('data', (port) => {
    require('node:fs').writeFileSync(${JSON.stringify(file)}, port);
    process.exit();
  });`;
  expect(await run([process.execPath, '-e', leaving])).toEqual({ code: 0, timedOut: false });
  const port = Number(readFileSync(file, 'utf8'));
  rmSync(folder, { recursive: true });
  await expect.poll(() => isListening(port)).toBe(false);
});

test('a command that exceeds its time limit is ended', async () => {
  const forever = [process.execPath, '-e', 'setInterval(() => {}, 9e6)'];
  expect(await run(forever, { limitSeconds: 0.2 })).toEqual({ code: null, timedOut: true });
});

test('a missing program gives exit code 127', async () => {
  expect(await run(['no-such-program'])).toEqual({ code: 127, timedOut: false });
});
