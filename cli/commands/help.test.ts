import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough, Writable } from 'node:stream';
import { expect, test } from 'vitest';
import { exitCodes } from '#cli/terminal/exit-codes.ts';
import { main } from '#cli/main.ts';
import type { World } from '#cli/world.ts';

/** With streams that keep what they are given. */
function worldOf() {
  const [stdin, stdout, stderr] = [new PassThrough(), new PassThrough(), new PassThrough()];
  const world = { env: {}, stdin, stdout, stderr } as unknown as World;
  return { world, out: () => String(stdout.read() ?? ''), err: () => String(stderr.read() ?? '') };
}

const own = ['send', 'open', 'run', 'ask', 'answer', 'inbox', 'status', 'delete'];
const manual = readFileSync(join(import.meta.dirname, '../../docs/terminal.md'), 'utf8');

test.each(own)(
  'sotto %s says how it is used, in 80 columns, and no example has a link among the arguments',
  async (name) => {
    const { world, out } = worldOf();
    expect(await main([name, '--help'], world)).toBe(0);
    const text = out();
    expect(text).toMatch(new RegExp(`^sotto ${name}\\b`));
    expect(text.split('\n').filter((line) => line.length > 80)).toEqual([]);
    const [, examples = ''] = text.split('\nExamples\n');
    expect(examples.split('\n').length).toBeGreaterThan(2);
    expect(examples).not.toMatch(/\/[smr]\/|#/);
    const again = worldOf();
    await main(['help', name], again.world);
    expect(again.out()).toBe(text);
  },
);

test('every command is listed, and the manual has each', async () => {
  const { world, out } = worldOf();
  expect(await main(['--help'], world)).toBe(0);
  const text = out();
  for (const name of own) {
    expect(text).toMatch(new RegExp(`^  ${name} `, 'm'));
    expect(manual).toContain(`\n## \`sotto ${name}`);
  }
  expect(text.split('\n').filter((line) => line.length > 80)).toEqual([]);
});

test.each(['serve', 'config', 'health', 'admin'])('sotto %s says how it is used, and does nothing', async (name) => {
  const { world, out } = worldOf();
  expect(await main([name, '--help'], world)).toBe(0);
  const text = out();
  expect(text).toMatch(new RegExp(`^sotto ${name}\\b`));
  expect(text.split('\n').filter((line) => line.length > 80)).toEqual([]);
});

test('the manual has the table of exit codes as the code has it', () => {
  for (const { code, meaning } of Object.values(exitCodes))
    expect(manual).toMatch(new RegExp(`\\| ${code} +\\| ${meaning.replace(/[.()+]/g, '\\$&')} +\\|`));
});

test('a version is one line', async () => {
  const { world, out } = worldOf();
  expect(await main(['--version'], world)).toBe(0);
  expect(out()).toMatch(/^sotto \d+\.\d+\.\d+\n$/);
});

test('what is no command is not repeated: it may be a link', async () => {
  const { world, err } = worldOf();
  expect(await main(['https://secrets.example/s/x#key'], world)).toBe(2);
  expect(err()).toBe('sotto: There is no such command. sotto help lists them.\n');
});

test.each([['help'], ['--version'], ['--help'], ['help', 'serve'], ['nonsense']])(
  'sotto %s before a reader that has gone ends without a stack',
  async (...args) => {
    const fault = Object.assign(new Error('write EPIPE'), { code: 'EPIPE' });
    const gone = () => new Writable({ write: (_chunk, _encoding, done) => done(fault) });
    const [stdout, stderr] = [gone(), gone()];
    const closed = [stdout, stderr].map((stream) => new Promise((resolve) => stream.once('close', resolve)));
    const world = { env: {}, stdin: new PassThrough(), stdout, stderr } as unknown as World;
    expect(await main(args, world)).toBe(args[0] === 'nonsense' ? 2 : 0);
    await Promise.race(closed);
  },
);
