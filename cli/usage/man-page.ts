import manifest from '#package.json' with { type: 'json' };
import { exitCodes } from '#cli/terminal/exit-codes.ts';
import { adminCommands, clientCommands, operatorCommands, shellCommands } from './commands.ts';
import { textOf } from './command-usage.ts';
import type { CommandUsage, Example } from './command-usage.ts';
import { exitRows, optionLabel, synopsis } from './help-text.ts';

/** A manual page is ASCII, so that it looks the same in every locale. */
const ASCII: Readonly<Record<string, string>> = { '…': '...', '’': '\\(cq', '“': '\\(lq', '”': '\\(rq', '×': '\\(mu' };

/** Text for a line. A minus sign must stay one, so that an option can be copied. */
const text = (given: string): string =>
  given
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replace(/[^\0-\x7e]/g, (character) => ASCII[character] ?? '?')
    .replace(/^(?=[.'])/, '\\&');

/** The same as the argument of a macro. */
const argument = (given: string): string => `"${text(given).replaceAll('"', '\\(dq')}"`;

const paragraph = (given: string): string => `.PP\n${text(given)}`;
const item = (label: string, meaning: string): string => `.TP\n.B ${argument(label)}\n${text(meaning)}`;
const section = (title: string, lines: readonly string[]): string => [`.SH ${argument(title)}`, ...lines].join('\n');

/** The source of the manual page `sotto(1)`, from the commands' own tables. */
export function manPage(): string {
  return `${[
    `.TH SOTTO 1 "" ${argument(`sotto ${manifest.version}`)} "User Commands"`,
    section('NAME', [`sotto \\- ${text('hand someone a secret: end-to-end encrypted, opened once, then gone')}`]),
    section('SYNOPSIS', ['.B sotto', `.I ${argument('COMMAND')}`, text('[ARGUMENTS…]')]),
    section('DESCRIPTION', [
      text(
        'sotto encrypts on this machine, with the same code as the page. Whatever one of them sends, the other can open. A link is a secret: leave it out of the arguments, and you are asked for it.',
      ),
    ]),
    section('COMMANDS', Object.values(clientCommands).map(command)),
    section('COMMANDS FOR OPERATORS', [...Object.values(operatorCommands), ...adminCommands].map(command)),
    section('OTHER COMMANDS', Object.values(shellCommands).map(command)),
    section(
      'EXIT STATUS',
      Object.values(exitCodes).map(({ code, meaning }) => item(String(code), meaning())),
    ),
    section(
      'ENVIRONMENT',
      environment.map(([name, meaning]) => item(name, meaning)),
    ),
    section('FILES', [
      item('$XDG_CONFIG_HOME/sotto/sessions', 'Sign-ins of sotto login.'),
      item('$XDG_STATE_HOME/sotto/openings', 'Claims of openings, so that an interrupted one can be repeated.'),
    ]),
    section('SEE ALSO', [text('docs/terminal.md and docs/operating.md of the project')]),
  ].join('\n')}\n`;
}

const environment = [
  ['SOTTO_SERVER', 'The address of the service for send and ask.'],
  ['SOTTO_TOKEN_FILE, SOTTO_TOKEN', 'The token for creating, or the file with it.'],
  ['SOTTO_SESSION_FILE', 'A file with the sign-in of a member at SOTTO_SERVER, in place of sotto login.'],
  ['SOTTO_HEADERS_FILE', 'A file with the headers that a sign-in in front of the service requires.'],
  ['HTTPS_PROXY, HTTP_PROXY, NO_PROXY', 'The proxy, and the names that are contacted without it.'],
  [
    'LC_ALL, LC_MESSAGES, LANG',
    'The language, unless --lang names one. With LC_TIME and LC_NUMERIC, also the form of dates and numbers.',
  ],
  ['CI', 'If it is set, run masks the values in outputs that are pipes.'],
] as const;

function command(usage: CommandUsage): string {
  const codes = exitRows(usage.exits).map(([code]) => code);
  return [
    `.SS ${argument(synopsis(usage))}`,
    text(textOf(usage.about[0] ?? '')),
    ...usage.about.slice(1).map(textOf).map(paragraph),
    ...Object.entries(usage.options).map(([name, option]) => item(optionLabel(name, option), textOf(option.help))),
    ...(usage.notes ?? []).map(textOf).map(paragraph),
    ...examples(usage.examples),
    paragraph(`Exit codes: ${codes.join(', ')}.`),
  ].join('\n');
}

function examples(all: readonly Example[]): string[] {
  if (all.length === 0) return [];
  const lines = all.map(([line, remark]) => text(remark === undefined ? line : `${line}   # ${textOf(remark)}`));
  return ['.PP', '.nf', ...lines.map((line) => `    ${line}`), '.fi'];
}
