import { parseArgs } from 'node:util';
import { Failure } from '#cli/terminal/exit-codes.ts';
import { hasReplacedBytes } from '#cli/terminal/replaced-bytes.ts';
import type { CommandUsage } from './command-usage.ts';

interface Parsing<U extends CommandUsage> {
  readonly options: U['options'];
  readonly args: string[];
  readonly allowPositionals: true;
}

export interface GivenArguments<U extends CommandUsage = CommandUsage> {
  readonly values: ReturnType<typeof parseArgs<Parsing<U>>>['values'];
  readonly positionals: readonly string[];
  /** The arguments after `--`, for a command that takes a command; absent without `--`. */
  readonly rest?: readonly string[];
}

/** @throws Failure that repeats the name of an option at most: any other argument may be a secret */
export function readArguments<U extends CommandUsage>(usage: U, args: readonly string[]): GivenArguments<U> {
  const end = usage.takesCommand ? args.indexOf('--') : -1;
  const parsing: Parsing<U> = {
    options: usage.options,
    args: end < 0 ? [...args] : args.slice(0, end),
    allowPositionals: true,
  };
  const { tokens } = parseArgs({ ...parsing, strict: false, tokens: true });
  for (const token of tokens) if (token.kind === 'option') expectOption(usage, token);
  const { values, positionals } = parseArgs<Parsing<U>>(parsing);
  expectUtf8(values);
  expectArguments(usage, values, positionals);
  return { values, positionals, ...(end >= 0 && { rest: args.slice(end + 1) }) };
}

interface OptionToken {
  readonly name: string;
  readonly rawName: string;
  readonly value: string | undefined;
  readonly inlineValue: boolean | undefined;
}

/** @throws Failure */
function expectOption(usage: CommandUsage, { name, rawName, value, inlineValue }: OptionToken): void {
  const option = Object.hasOwn(usage.options, name) ? usage.options[name] : undefined;
  if (option === undefined) {
    const shown = /^-[\w-]+/.exec(rawName)?.[0] ?? 'An argument';
    throw misused(usage, `${shown} is not an option of sotto ${usage.name}.`, usage.hint);
  }
  const shown = `--${name}`;
  if (option.type === 'boolean') {
    if (value !== undefined) throw misused(usage, `${shown} takes no value.`);
    return;
  }
  const needed = `${shown} needs a value: ${shown} ${option.value}.`;
  if (value === undefined) throw misused(usage, needed);
  if (!inlineValue && value.length > 1 && value.startsWith('-'))
    throw misused(usage, needed, `A value that begins with "-" is written ${shown}=-…`);
}

/** @throws Failure that names the option and not its value */
function expectUtf8(values: Readonly<Record<string, unknown>>): void {
  for (const [name, value] of Object.entries(values)) {
    if ([value].flat().some((one) => typeof one === 'string' && hasReplacedBytes(one)))
      throw new Failure('misused', `The value of --${name} is not UTF-8. Set the terminal to UTF-8.`);
  }
}

/** @throws Failure */
function expectArguments(
  usage: CommandUsage,
  values: Readonly<Record<string, unknown>>,
  positionals: readonly string[],
): void {
  const most = usage.arguments.some(({ repeatable }) => repeatable) ? Infinity : usage.arguments.length;
  if (positionals.length > most) throw misused(usage, 'There are too many arguments.', usage.hint);
  const needed = usage.arguments.filter(({ optional }) => !optional)[positionals.length];
  if (needed !== undefined) throw misused(usage, `${needed.name} is missing.`);
  const [lacking] = Object.entries(usage.options).filter(
    ([name, option]) => option.type === 'string' && option.required && values[name] === undefined,
  );
  if (lacking !== undefined) throw misused(usage, `--${lacking[0]} is missing.`);
}

function misused({ name }: CommandUsage, ...sentences: readonly (string | undefined)[]): Failure {
  const given = [...sentences, `See sotto ${name} --help.`].filter((sentence) => sentence !== undefined);
  return new Failure('misused', given.join(' '));
}
