import { parseArgs } from 'node:util';
import { Failure } from '#cli/terminal/exit-codes.ts';
import { hasReplacedBytes } from '#cli/terminal/replaced-bytes.ts';
import { didYouMean, nearestName } from '#server/config/nearest-name.ts';
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
  expectOptions(
    usage,
    tokens.flatMap((token) => (token.kind === 'option' ? [{ ...token, word: args[token.index] ?? '' }] : [])),
  );
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
  /** The whole argument. */
  readonly word: string;
}

/** More faults than this are hardly typing errors, so a longer list would not help. */
const MAX_FAULTS = 3;

/** @throws Failure that names every wrong option */
function expectOptions(usage: CommandUsage, tokens: readonly OptionToken[]): void {
  const faults = new Map<string, string>();
  for (const token of tokens) {
    const fault = optionFault(usage, token);
    // An argument can hold several short options. Its first fault is enough.
    if (fault !== undefined && !faults.has(token.word)) faults.set(token.word, fault);
  }
  if (faults.size === 0) return;
  const told = [...new Set(faults.values())].slice(0, MAX_FAULTS);
  const hasUnknown = told.some((fault) => fault.endsWith(notAnOption(usage)));
  throw misused(usage, ...told, hasUnknown ? usage.hint : undefined);
}

/** Values that can be left empty on purpose. An empty path, address or number comes from an unset variable. */
const MAY_BE_EMPTY = ['TITLE', 'TEXT', 'NAME,NAME'];

function optionFault(usage: CommandUsage, { name, rawName, value, inlineValue, word }: OptionToken) {
  // A long name after a single dash is read as a row of short ones, or as one of those with a value.
  if (Object.hasOwn(usage.options, word.slice(1))) return `${word} is written with two dashes: -${word}.`;
  const option = Object.hasOwn(usage.options, name) ? usage.options[name] : undefined;
  if (option === undefined) return unknownOption(usage, rawName, word);
  const shown = `--${name}`;
  if (option.type === 'boolean') return value === undefined ? undefined : `${shown} takes no value.`;
  const needed = `${shown} needs a value: ${shown} ${option.value}.`;
  if (value === undefined || (value === '' && !MAY_BE_EMPTY.includes(option.value))) return needed;
  const isOption = !inlineValue && value.length > 1 && value.startsWith('-');
  return isOption ? `${needed} A value that begins with "-" is written ${shown}=-…` : undefined;
}

/** Repeats only what looks like the name of an option. */
function unknownOption(usage: CommandUsage, rawName: string, word: string): string {
  const shown = /^-[\w-]+/.exec(rawName)?.[0] ?? 'An argument';
  return `${shown}${notAnOption(usage)}${didYouMean(nearestOption(usage, rawName, word))}`;
}

const notAnOption = ({ name }: CommandUsage): string => ` is not an option of sotto ${name}.`;

/** For a misspelt long name after a single dash, `rawName` is only its first unknown letter. */
function nearestOption({ options }: CommandUsage, rawName: string, word: string): string | undefined {
  const names = [...Object.keys(options), 'help'];
  const [, single] = /^-([\w-]{2,})/.exec(rawName.startsWith('--') ? '' : word) ?? [];
  const nearest = nearestName(single ?? rawName.replace(/^-+/, ''), names);
  return nearest && `--${nearest}`;
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
