import { help } from '#cli/words/help.ts';
import type { CommandUsage } from './command-usage.ts';

/** These print text that is made from the tables in this folder, and contact no service. */

export const completionUsage = {
  name: 'completion',
  summary: () => help.operator.completion,
  about: [
    'Prints a script that completes the commands, options and file names of sotto with the Tab key. It contacts no service and knows no secret: links, passwords and titles are never completed.',
  ],
  arguments: [{ name: 'bash|zsh|fish' }],
  options: {},
  notes: ['For zsh, save it as a file named _sotto in a folder of $fpath. After an update of sotto, do it again.'],
  examples: [
    ['sotto completion bash > ~/.local/share/bash-completion/completions/sotto'],
    ['sotto completion zsh > "${fpath[1]}/_sotto"'],
    ['sotto completion fish > ~/.config/fish/completions/sotto.fish'],
  ],
  exits: ['done', 'misused'],
} as const satisfies CommandUsage;

export const manUsage = {
  name: 'man',
  summary: () => help.operator.man,
  about: [
    'Shows the manual page with the program man. In a pipe or a file, prints its source. If there is no man, prints the help of every command.',
  ],
  arguments: [],
  options: {},
  examples: [['sotto man'], ['sotto man > /usr/local/share/man/man1/sotto.1']],
  exits: ['done', 'failed', 'misused'],
} as const satisfies CommandUsage;
