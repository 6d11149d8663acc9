import { parseArgs } from 'node:util';
import { exitCodes } from '#cli/terminal/exit-codes.ts';
import { columnsOf, padColumns, wrapText } from '#cli/terminal/lay-out-text.ts';
import { inWords } from '#cli/language/words.ts';
import { help as words } from '#cli/words/help.ts';
import { textOf } from './command-usage.ts';
import type { ArgumentUsage, CommandUsage, Example, ExitUsage, OptionUsage, Text } from './command-usage.ts';
import { adminCommands, clientCommands, commands, operatorCommands, shellCommands } from './commands.ts';
import type { CommandName } from './commands.ts';

const COLUMNS = 80;
/** A usage line lists the options itself up to this many. */
const FEW_OPTIONS = 2;
const REMARK_COLUMN = 41;

function helpText(usage: CommandUsage): string {
  return screen([
    usageLine(usage),
    ...usage.about.map((paragraph) => wrap(textOf(paragraph))),
    section(words.options, [...optionRows(usage.options), ['-h, --help', words.helpOption]]),
    ...(usage.notes ?? []).map((paragraph) => wrap(textOf(paragraph))),
    examples(usage.examples),
    section(words.exitCodes, exitRows(usage.exits)),
  ]);
}

/** The text of `sotto help`. */
export function mainHelp(): string {
  const list = (commands: Readonly<Record<string, CommandUsage>>) =>
    Object.values(commands).map(({ name, summary }): Row => [name, summaryLine(summary)]);
  return screen([
    inWords(words.usage, { synopsis: 'sotto COMMAND [ARGUMENTS…]' }),
    wrap(words.main),
    section(words.commands, list(clientCommands)),
    section(words.operatorCommands, list(operatorCommands)),
    section(words.otherCommands, list(shellCommands)),
    section(words.options, [
      ['-h, --help', words.helpOptionOfMain],
      ['-V, --version', words.versionOption],
      ['    --lang TAG', words.languageOption],
    ]),
    wrap(words.connections),
    examples([
      ['sotto send --server https://secrets.example < secret.txt'],
      ['sotto open', () => words.asksForTheLinkHidden],
    ]),
  ]);
}

/** The text of `sotto NAME REST… --help`. */
export function helpFor(name: CommandName, rest: readonly string[]): string {
  const usage = usageFor(name, rest);
  return usage === commands.admin ? adminHelp(usage) : helpText(usage);
}

/** Whether `--help` or `-h` is given as an option. As the value of another option, it must not count as a request. */
export function wantsHelp(name: CommandName, rest: readonly string[]): boolean {
  const options = { ...usageFor(name, rest).options, help: { type: 'boolean', short: 'h' } } as const;
  return parseArgs({ options, args: [...rest], strict: false }).values['help'] === true;
}

function usageFor(name: CommandName, [command = '', verb = '']: readonly string[]): CommandUsage {
  if (name !== 'admin') return commands[name];
  const named = (wanted: string) => adminCommands.find((usage) => usage.name === `admin ${wanted}`);
  return named(`${command} ${verb}`) ?? named(command) ?? commands.admin;
}

function adminHelp(usage: CommandUsage): string {
  const rows = adminCommands.map(({ name, summary }): Row => [name.replace(/^admin /, ''), summaryLine(summary)]);
  return screen([
    usageLine(usage),
    ...usage.about.map((paragraph) => wrap(textOf(paragraph))),
    section(words.commands, rows),
    'sotto admin COMMAND --help explains a command.',
    examples(usage.examples),
  ]);
}

const usageLine = (usage: CommandUsage): string => inWords(words.usage, { synopsis: synopsis(usage) });
const summaryLine = (summary: Text): string => inWords(words.summary, { summary: textOf(summary) });

/** `sotto open [OPTIONS] [LINK]`. */
export function synopsis({ name, options, arguments: taken, takesCommand }: CommandUsage): string {
  const entries = Object.entries(options);
  const written =
    entries.length > FEW_OPTIONS
      ? ['[OPTIONS]']
      : entries.map(([option, usage]) => {
          const label = `--${option}${valueOf(usage)}`;
          return usage.type === 'string' && usage.required ? label : `[${label}]`;
        });
  const command = takesCommand ? ['--', 'COMMAND', '[ARGUMENTS…]'] : [];
  return ['sotto', name, ...written, ...taken.map(argumentLabel), ...command].join(' ');
}

function argumentLabel({ name, optional, repeatable }: ArgumentUsage): string {
  const label = repeatable ? `${name}…` : name;
  return optional ? `[${label}]` : label;
}

const valueOf = (option: OptionUsage): string => (option.type === 'string' ? ` ${option.value}` : '');

/** `-o, --output DIR`. */
export const optionLabel = (name: string, option: OptionUsage): string =>
  `${option.short === undefined ? '' : `-${option.short}, `}--${name}${valueOf(option)}`;

type Row = readonly [label: string, text: string];

/** Aligns the long names, with or without a short one before them. */
function optionRows(options: CommandUsage['options']): Row[] {
  return Object.entries(options).map(([name, option]) => {
    const label = optionLabel(name, option);
    return [label.startsWith('--') ? `    ${label}` : label, textOf(option.help)];
  });
}

/** Each code with its meaning, in the order of the common table. */
export function exitRows(exits: readonly ExitUsage[]): Row[] {
  const rows = exits.map((exit): [number, string] => {
    const [name, meaning] = typeof exit === 'string' ? [exit, exitCodes[exit].meaning] : exit;
    return [typeof name === 'number' ? name : exitCodes[name].code, textOf(meaning)];
  });
  return rows.toSorted(([a], [b]) => a - b).map(([code, meaning]) => [String(code), meaning]);
}

function section(title: string, rows: readonly Row[]): string {
  const width = Math.max(...rows.map(([label]) => columnsOf(label)));
  const lines = rows.map(([label, text]) => {
    const start = `  ${padColumns(label, width)}  `;
    return start + wrap(text, columnsOf(start));
  });
  return [title, ...lines].join('\n');
}

function examples(all: readonly Example[]): string {
  if (all.length === 0) return '';
  const lines = all.map(([line, remark]) =>
    remark === undefined ? `  ${line}` : padColumns(`  ${line}`, REMARK_COLUMN) + wrap(textOf(remark), REMARK_COLUMN),
  );
  return [words.examples, ...lines].join('\n');
}

/** @param indent of every line after the first */
const wrap = (text: string, indent = 0): string => wrapText(text, { columns: COLUMNS, indent });

const screen = (parts: readonly string[]): string => `${parts.filter((part) => part !== '').join('\n\n')}\n`;
