import { exitCodes } from '#cli/terminal/exit-codes.ts';
import { adminCommands, clientCommands, commands } from './commands.ts';
import { textOf } from './command-usage.ts';
import type { CommandUsage } from './command-usage.ts';
import { exitRows, optionLabel, synopsis } from './help-text.ts';

/** The tables of docs/terminal.md. Each stands between two comments: `<!-- send -->` and `<!-- /send -->`. */
const tables: Readonly<Record<string, string>> = {
  commands: commandTable(Object.values(commands)),
  ...Object.fromEntries(Object.values(clientCommands).map((usage) => [usage.name, usageTable(usage)])),
  admin: commandTable(adminCommands),
  'exit codes': table(
    ['code', 'meaning'],
    Object.values(exitCodes).map(({ code, meaning }) => [String(code), meaning()]),
  ),
};

/** @returns the document with its tables as the code has them. @throws Error for a table that the document lacks */
export function withTables(document: string): string {
  let text = document;
  for (const [name, content] of Object.entries(tables)) {
    const [start, end] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
    const [before, rest] = split(text, start);
    const [, after] = split(rest, end);
    text = `${before}${start}\n\n${content}\n\n${end}${after}`;
  }
  return text;
}

function split(text: string, mark: string): [before: string, after: string] {
  const at = text.indexOf(mark);
  if (at < 0) throw new Error(`docs/terminal.md lacks ${mark}.`);
  return [text.slice(0, at), text.slice(at + mark.length)];
}

function commandTable(usages: readonly CommandUsage[]): string {
  return table(
    ['command', 'use'],
    usages.map((usage) => [`\`${synopsis(usage)}\``, `${textOf(usage.summary)}.`]),
  );
}

function usageTable(usage: CommandUsage): string {
  const options = Object.entries(usage.options).map(([name, option]) => [
    `\`${optionLabel(name, option)}\``,
    textOf(option.help),
  ]);
  const codes = exitRows(usage.exits).map(([code]) => code);
  return `${table(['option', 'meaning'], options)}\n\nExit codes: ${codes.join(', ')}.`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
