import { parseEnv } from 'node:util';
import { Failure } from './exit-codes.ts';

/** What decides which code a program loads, or where it looks for it. Whoever sent the secret should not decide that. */
const LOADERS =
  /^(PATH|PATHEXT|IFS|ENV|SHELL|HOME|CDPATH|PROMPT_COMMAND|BASH_\w+|LD_\w+|DYLD_\w+|NODE_\w+|NPM_CONFIG_\w+|PYTHON\w+|PERL5?\w*|RUBY\w+|GEM_\w+|JAVA_TOOL_OPTIONS|_JAVA_OPTIONS|JDK_JAVA_OPTIONS|CLASSPATH|GCONV_PATH|GIT_\w+|EDITOR|VISUAL|PAGER|SSH_ASKPASS|SUDO_ASKPASS)$/i;

/**
 * KEY=value lines, as in a .env file.
 * @param only the names that are taken; absent: all
 * @throws Failure for none, for one that `only` names and is not there, and for what chooses code
 */
export function readVariables(text: string, only?: readonly string[]): Readonly<Record<string, string>> {
  const all = Object.entries(parseEnv(text)).filter((entry): entry is [string, string] => entry[1] !== undefined);
  if (all.length === 0)
    throw new Failure('failed', 'The secret has no KEY=value lines. For ten minutes sotto open still shows it here.');
  const variables = only === undefined ? all : all.filter(([name]) => only.includes(name));
  if (only !== undefined && variables.length < new Set(only).size) {
    throw new Failure('failed', 'The secret lacks a variable that --only names.');
  }
  const loader = only === undefined ? variables.find(([name]) => LOADERS.test(name)) : undefined;
  if (loader !== undefined) {
    throw new Failure(
      'failed',
      `The secret sets ${loader[0]}, which decides what a program loads. Name what you want: --only`,
    );
  }
  return Object.fromEntries(variables);
}
