import type { Completed, CompletableCommand } from './completable.ts';
import { completableCommands, firstWords } from './completable.ts';

const actions: Readonly<Record<Exclude<Completed['with'], 'words'>, string>> = {
  files: '_sotto_paths -f',
  folders: '_sotto_paths -d',
  nothing: 'true',
};

const act = (completed: Completed): string =>
  completed.with === 'words' ? `_sotto_words ${completed.words.join(' ')}` : actions[completed.with];

/** The script of `sotto completion bash`. Works with bash 3.2, which macOS has, and without bash-completion. */
export function bashCompletion(): string {
  const deep = completableCommands.filter(({ words }) => words.length > 1).map(({ words }) => `'${words.join(' ')}'`);
  return `# Completion of sotto for bash. Printed by: sotto completion bash
_sotto_words() {
  local word
  for word in "$@"; do [[ $word == "$cur"* ]] && COMPREPLY+=("$word"); done
}
_sotto_paths() {
  local found
  compopt -o filenames 2>/dev/null
  while IFS= read -r found; do COMPREPLY+=("$found"); done < <(compgen "$1" -- "$cur")
}
_sotto() {
  local cur=\${COMP_WORDS[COMP_CWORD]} prev=\${COMP_WORDS[COMP_CWORD - 1]} command i
  COMPREPLY=()
  # bash splits --name=value into three words.
  if [[ $cur == = ]]; then cur=
  elif [[ $prev == = ]]; then prev=\${COMP_WORDS[COMP_CWORD - 2]}
  fi
  if ((COMP_CWORD == 1)); then
    _sotto_words ${firstWords.map(({ words }) => words.join(' ')).join(' ')} --help --version
    return
  fi
  command=\${COMP_WORDS[1]}
  for ((i = 2; i <= 3 && i < COMP_CWORD; i++)); do
    case "$command \${COMP_WORDS[i]}" in
      ${deep.join(' | ')}) command="$command \${COMP_WORDS[i]}" ;;
      *) break ;;
    esac
  done
${commandAfterDashes()}  case "$command $prev" in
${completableCommands.flatMap(valueCases).join('\n')}
  esac
  case $command in
${completableCommands.map(commandCase).join('\n')}
  esac
}
complete -F _sotto sotto
`;
}

/** After `run … --`, completes the command as if it stood alone. */
const commandAfterDashes = (): string => {
  const taking = completableCommands.filter(({ takesCommand }) => takesCommand).map(({ words }) => words.join(' '));
  return `  case $command in
    ${taking.join(' | ')})
      for ((i = 2; i < COMP_CWORD; i++)); do
        [[ \${COMP_WORDS[i]} == -- ]] || continue
        if declare -F _command_offset >/dev/null; then _command_offset $((i + 1))
        elif ((i + 1 == COMP_CWORD)); then while IFS= read -r i; do COMPREPLY+=("$i"); done < <(compgen -c -- "$cur")
        else _sotto_paths -f
        fi
        return
      done
      ;;
  esac
`;
};

function valueCases({ words, options }: CompletableCommand): string[] {
  return options.flatMap(({ names, value }) =>
    value === undefined
      ? []
      : [`    ${names.map((name) => `'${words.join(' ')} ${name}'`).join(' | ')}) ${act(value)}; return ;;`],
  );
}

function commandCase({ words, options, argument, takesCommand }: CompletableCommand): string {
  const names = options.flatMap(({ names: all }) => all).join(' ');
  const dashes = takesCommand ? ' --' : '';
  return `    '${words.join(' ')}') if [[ $cur == -* ]]; then _sotto_words ${names}${dashes}; else ${act(argument)}; fi ;;`;
}
