import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough, Writable } from 'node:stream';
import { expect, test } from 'vitest';
import { main } from '#cli/main.ts';
import type { World } from '#cli/world.ts';
import { adminCommands, clientCommands, commands } from './commands.ts';
import { wantsHelp } from './help-text.ts';
import { withTables } from './manual-tables.ts';

/** A world whose outputs can be read. */
function worldOf() {
  const [stdin, stdout, stderr] = [new PassThrough(), new PassThrough(), new PassThrough()];
  const world = { env: {}, stdin, stdout, stderr } as unknown as World;
  return { world, out: () => String(stdout.read() ?? ''), err: () => String(stderr.read() ?? '') };
}

async function helpOf(...args: string[]): Promise<string> {
  const { world, out } = worldOf();
  expect(await main(args, world)).toBe(0);
  return out();
}

const longLines = (text: string) => text.split('\n').filter((line) => line.length > 80);
const manual = readFileSync(join(import.meta.dirname, '../../docs/terminal.md'), 'utf8');

test.each(Object.values(clientCommands))(
  'the help of sotto $name fits into 80 columns, and no example has a link among the arguments',
  async ({ name, options }) => {
    const text = await helpOf(name, '--help');
    expect(text).toMatch(new RegExp(`^Usage: sotto ${name}\\b`));
    expect(longLines(text)).toEqual([]);
    for (const option of Object.keys(options)) expect(text).toContain(`--${option}`);
    const [, examples = ''] = text.split('\nExamples\n');
    expect(examples.split('\n').length).toBeGreaterThan(2);
    expect(examples).not.toMatch(/\/[smr]\/|#/);
    expect(await helpOf('help', name)).toBe(text);
  },
);

test.each([
  ['send', ['--title', '-h']],
  ['send', ['--title', '--help']],
  ['run', ['--only', '--help', '--', 'env']],
  ['admin', ['token', 'create', '--label', '-h']],
] as const)('the value of an option is not taken for a request for help: %s %j', (name, rest) => {
  expect(wantsHelp(name, rest)).toBe(false);
});

test('-h is understood among other short options, and not after --', async () => {
  expect(await helpOf('open', '-yh')).toMatch(/^Usage: sotto open/);
  expect(wantsHelp('run', ['-', '--', 'env', '--help'])).toBe(false);
});

test('the list of commands has every command, and the manual has a section for each', async () => {
  const text = await helpOf('--help');
  for (const name of Object.keys(commands)) expect(text).toMatch(new RegExp(`^  ${name} `, 'm'));
  for (const name of Object.keys(clientCommands)) expect(manual).toContain(`\n## \`sotto ${name}`);
  expect(longLines(text)).toEqual([]);
});

test.each(['serve', 'config', 'health', 'admin'])('sotto %s --help prints help and does nothing else', async (name) => {
  const text = await helpOf(name, '--help');
  expect(text).toMatch(new RegExp(`^Usage: sotto ${name}\\b`));
  expect(longLines(text)).toEqual([]);
});

test.each(adminCommands)('sotto $name --help prints help and does nothing else', async ({ name }) => {
  const words = name.split(' ');
  const text = await helpOf(...words, '--help');
  expect(text).toMatch(new RegExp(`^Usage: sotto ${name}\\b`));
  expect(longLines(text)).toEqual([]);
  expect(await helpOf('admin', '--help')).toContain(`  ${words.slice(1).join(' ')} `);
});

test('the tables of the manual are those of the commands; node scripts/terminal-tables.ts writes them', () => {
  // Prettier pads the columns.
  const unpadded = (text: string) => text.replace(/ +/g, ' ').replace(/-{3,}/g, '---');
  expect(unpadded(manual)).toBe(unpadded(withTables(manual)));
});

test('the version is one line', async () => {
  expect(await helpOf('--version')).toMatch(/^sotto \d+\.\d+\.\d+\n$/);
});

test('an unknown command is not repeated, because it may be a link', async () => {
  const { world, err } = worldOf();
  expect(await main(['https://secrets.example/s/x#key'], world)).toBe(2);
  expect(err()).toBe('sotto: There is no such command. sotto help lists them.\n');
});

test.each([
  ['sned', 'sotto send'],
  ['recieve', undefined],
  ['versoin', 'sotto version'],
  ['stat', 'sotto status'],
])('for %s, %s is suggested', async (given, meant) => {
  const { world, err } = worldOf();
  expect(await main([given], world)).toBe(2);
  const suggested = meant === undefined ? '' : ` Did you mean ${meant}?`;
  expect(err()).toBe(`sotto: There is no such command.${suggested} sotto help lists them.\n`);
});

test.each([['help'], ['--version'], ['--help'], ['help', 'serve'], ['nonsense']])(
  'sotto %s ends without a stack trace when nobody reads its output',
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
