import { parseArgs } from 'node:util';
import { Failure } from '#cli/terminal/exit-codes.ts';
import { hasReplacedBytes } from '#cli/terminal/replaced-bytes.ts';
import { sentences } from '#cli/terminal/wording.ts';
import { inWords } from '#cli/language/words.ts';
import { program as words } from '#cli/words/program.ts';
import { nearestName } from '#server/config/nearest-name.ts';
import { textOf } from './command-usage.ts';
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

interface OptionFault {
  readonly sentence: string;
  readonly isUnknown?: true;
}

/** @throws Failure that names every wrong option */
function expectOptions(usage: CommandUsage, tokens: readonly OptionToken[]): void {
  const faults = new Map<string, OptionFault>();
  for (const token of tokens) {
    const fault = optionFault(usage, token);
    // An argument can hold several short options. Its first fault is enough.
    if (fault !== undefined && !faults.has(token.word)) faults.set(token.word, fault);
  }
  if (faults.size === 0) return;
  const hasUnknown = [...faults.values()].some(({ isUnknown }) => isUnknown);
  const told = new Set([...faults.values()].map(({ sentence }) => sentence));
  throw misused(usage, ...[...told].slice(0, MAX_FAULTS), hasUnknown ? hintOf(usage) : undefined);
}

const hintOf = ({ hint }: CommandUsage): string | undefined => hint && textOf(hint);

/** Values that can be left empty on purpose. An empty path, address or number comes from an unset variable. */
const MAY_BE_EMPTY = ['TITLE', 'TEXT', 'NAME,NAME'];

function optionFault(
  usage: CommandUsage,
  { name, rawName, value, inlineValue, word }: OptionToken,
): OptionFault | undefined {
  // A long name after a single dash is read as a row of short ones, or as one of those with a value.
  if (Object.hasOwn(usage.options, word.slice(1)))
    return { sentence: inWords(words.option.twoDashes, { given: word, right: `-${word}` }) };
  const known = Object.hasOwn(usage.options, name) ? usage.options[name] : undefined;
  if (known === undefined) return { sentence: unknownOption(usage, rawName, word), isUnknown: true };
  const option = `--${name}`;
  if (known.type === 'boolean')
    return value === undefined ? undefined : { sentence: inWords(words.option.takesNoValue, { option }) };
  const use = `${option} ${known.value}`;
  if (value === undefined || (value === '' && !MAY_BE_EMPTY.includes(known.value)))
    return { sentence: inWords(words.option.needsValue, { option, use }) };
  const isOption = !inlineValue && value.length > 1 && value.startsWith('-');
  return isOption ? { sentence: inWords(words.option.needsValueWithDash, { option, use }) } : undefined;
}

/** Repeats only what looks like the name of an option. */
function unknownOption(usage: CommandUsage, rawName: string, word: string): string {
  const option = /^-[\w-]+/.exec(rawName)?.[0];
  const nearest = nearestOption(usage, rawName, word);
  const command = usage.name;
  if (option === undefined)
    return nearest === undefined
      ? inWords(words.option.unknownArgument, { command })
      : inWords(words.option.unknownArgumentButNear, { command, nearest });
  return nearest === undefined
    ? inWords(words.option.unknown, { option, command })
    : inWords(words.option.unknownButNear, { option, command, nearest });
}

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
      throw new Failure('misused', inWords(words.option.notUtf8, { option: `--${name}` }));
  }
}

/** @throws Failure */
function expectArguments(
  usage: CommandUsage,
  values: Readonly<Record<string, unknown>>,
  positionals: readonly string[],
): void {
  const most = usage.arguments.some(({ repeatable }) => repeatable) ? Infinity : usage.arguments.length;
  if (positionals.length > most) throw misused(usage, words.tooManyArguments, hintOf(usage));
  const needed = usage.arguments.filter(({ optional }) => !optional)[positionals.length];
  if (needed !== undefined) throw misused(usage, inWords(words.argumentMissing, { name: needed.name }));
  const [lacking] = Object.entries(usage.options).filter(
    ([name, option]) => option.type === 'string' && option.required && values[name] === undefined,
  );
  if (lacking !== undefined) throw misused(usage, inWords(words.option.missing, { option: `--${lacking[0]}` }));
}

function misused({ name }: CommandUsage, ...given: readonly (string | undefined)[]): Failure {
  const all = [...given, inWords(words.seeHelp, { command: name })].filter((sentence) => sentence !== undefined);
  return new Failure('misused', sentences(...all));
}
