import type { Completed, CompletableCommand } from './completable.ts';
import { completableCommands, firstWords } from './completable.ts';

const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;
/** `_describe` splits an entry at its first colon. */
const described = (name: string, text: string): string => quoted(`${name.replaceAll(':', '\\:')}:${text}`);

const actions: Readonly<Record<Exclude<Completed['with'], 'words'>, string>> = {
  files: '_files',
  folders: '_files -/',
  nothing: 'true',
};

const act = (completed: Completed): string =>
  completed.with === 'words' ? `compadd -- ${completed.words.join(' ')}` : actions[completed.with];

/** The script of `sotto completion zsh`: a file for `$fpath`, which can also be sourced after `compinit`. */
export function zshCompletion(): string {
  const deep = completableCommands.filter(({ words }) => words.length > 1).map(({ words }) => quoted(words.join(' ')));
  const first = firstWords.map(({ words, summary }) => described(words.join(' '), summary));
  return `#compdef sotto
# Completion of sotto for zsh. Printed by: sotto completion zsh
_sotto() {
  local prev=$words[CURRENT-1] name i
  local -a entries
  if ((CURRENT == 2)); then
    entries=(${first.join(' ')} '--help:Print how to use sotto' '--version:Print the version')
    _describe command entries
    return
  fi
  name=$words[2]
  for ((i = 3; i <= 4 && i < CURRENT; i++)); do
    case "$name $words[i]" in
      (${deep.join('|')}) name="$name $words[i]" ;;
      (*) break ;;
    esac
  done
  case $name in
    (${completableCommands
      .filter(({ takesCommand }) => takesCommand)
      .map(({ words }) => words.join(' '))
      .join('|')})
      i=$words[(i)--]
      if ((i < CURRENT)); then
        shift i words
        ((CURRENT -= i))
        _normal
        return
      fi
      ;;
  esac
  if [[ $words[CURRENT] == --*=* ]]; then
    prev=\${words[CURRENT]%%=*}
    compset -P '--*='
  fi
  case "$name $prev" in
${completableCommands.flatMap(valueCases).join('\n')}
  esac
  case $name in
${completableCommands.map(commandCase).join('\n')}
  esac
}
if [[ $funcstack[1] == _sotto ]]; then _sotto "$@"; else compdef _sotto sotto; fi
`;
}

function valueCases({ words, options }: CompletableCommand): string[] {
  return options.flatMap(({ names, value }) =>
    value === undefined
      ? []
      : [`    (${names.map((name) => quoted(`${words.join(' ')} ${name}`)).join('|')}) ${act(value)}; return ;;`],
  );
}

function commandCase({ words, options, argument }: CompletableCommand): string {
  const entries = options.flatMap(({ names, help }) => names.map((name) => described(name, help)));
  return `    (${quoted(words.join(' '))})
      if [[ $words[CURRENT] == -* ]]; then
        entries=(${entries.join(' ')})
        _describe -o option entries
      else ${act(argument)}
      fi ;;`;
}
