import { exitCodes, Failure } from '#cli/terminal/exit-codes.ts';
import { bashCompletion } from '#cli/usage/bash-completion.ts';
import { fishCompletion } from '#cli/usage/fish-completion.ts';
import { completionUsage } from '#cli/usage/shell.ts';
import { zshCompletion } from '#cli/usage/zsh-completion.ts';
import { operatorCommand } from '#cli/admin/operator-command.ts';

const shells: Readonly<Record<string, () => string>> = {
  bash: bashCompletion,
  zsh: zshCompletion,
  fish: fishCompletion,
};

/** `sotto completion bash|zsh|fish`. */
export const completionCommand = operatorCommand(completionUsage, async ({ positionals: [shell = ''] }, { stdout }) => {
  const script = Object.hasOwn(shells, shell) ? shells[shell] : undefined;
  if (script === undefined) throw new Failure('misused', 'The shell is bash, zsh or fish: sotto completion bash');
  stdout.write(script());
  return exitCodes.done.code;
});
