import type { Completed, CompletableCommand } from './completable.ts';
import { completableCommands } from './completable.ts';

const quoted = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;

const values = (completed: Completed): string => {
  switch (completed.with) {
    case 'files':
      return '-r -F';
    case 'folders':
      return "-x -a '(__fish_complete_directories)'";
    case 'words':
      return `-x -a ${quoted(completed.words.join(' '))}`;
    case 'nothing':
      return '-x';
  }
};

/** The script of `sotto completion fish`. */
export function fishCompletion(): string {
  return `# Completion of sotto for fish. Printed by: sotto completion fish
function __sotto_words
    set -l words (commandline -opc)
    set -e words[1]
    string join -- \\n $words
end
function __sotto_is
    set -l words (__sotto_words)
    test "$words" = "$argv"
end
function __sotto_in
    set -l words (__sotto_words)
    contains -- -- $words; and return 1
    set -l count (count $argv)
    test (count $words) -ge $count; and test "$words[1..$count]" = "$argv"
end
function __sotto_runs
    set -l words (__sotto_words)
    test "$words[1]" = run; and contains -- -- $words
end
function __sotto_program
    set -l words (__sotto_words)
    set -l at (contains -i -- -- $words)
    set -l own (string escape -- $words[(math $at + 1)..-1])
    complete -C (string join ' ' -- $own (commandline -ct))
end
complete -c sotto -f
complete -c sotto -n __sotto_runs -a '(__sotto_program)'
complete -c sotto -n '__sotto_is ""' -l version -d 'Print the version'
complete -c sotto -n '__sotto_is ""' -l help -d 'Print how to use sotto'
${completableCommands.flatMap(linesOf).join('\n')}
`;
}

function linesOf({ words, summary, options, argument }: CompletableCommand): string[] {
  const inside = `-n ${quoted(`__sotto_in ${words.join(' ')}`)}`;
  const before = `-n ${quoted(`__sotto_is ${words.length === 1 ? '""' : words.slice(0, -1).join(' ')}`)}`;
  return [
    `complete -c sotto ${before} -a ${words.at(-1) ?? ''} -d ${quoted(summary)}`,
    ...options.map(({ names, help, value }) => {
      const [long = '', short] = names;
      const name = `-l ${long.slice(2)}${short === undefined ? '' : ` -s ${short.slice(1)}`}`;
      return `complete -c sotto ${inside} ${name}${value === undefined ? '' : ` ${values(value)}`} -d ${quoted(help)}`;
    }),
    ...argumentLines(words, argument, inside),
  ];
}

/** The next words of a command are completed by the lines of those commands. */
function argumentLines(words: readonly string[], argument: Completed, inside: string): string[] {
  if (argument.with === 'files') return [`complete -c sotto ${inside} -F`];
  if (argument.with === 'folders') return [`complete -c sotto ${inside} -a '(__fish_complete_directories)'`];
  if (argument.with !== 'words' || words[0] === 'admin') return [];
  return [`complete -c sotto -n ${quoted(`__sotto_is ${words.join(' ')}`)} -a ${quoted(argument.words.join(' '))}`];
}
