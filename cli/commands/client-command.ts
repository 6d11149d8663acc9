import { parseArgs } from 'node:util';
import type { ParseArgsOptionsConfig } from 'node:util';
import { exitCodes, Failure } from '#cli/terminal/exit-codes.ts';
import { explain } from '#cli/terminal/explain.ts';
import { releaseTerminal } from '#cli/terminal/held-terminal.ts';
import { Interrupted, interruptibly } from '#cli/terminal/interruption.ts';
import type { Interruption } from '#cli/terminal/interruption.ts';
import { writeTo } from '#cli/terminal/output.ts';
import { printableLine } from '#cli/terminal/printable.ts';
import type { Command, World } from '#cli/world.ts';

type Parsed<O extends ParseArgsOptionsConfig> = ReturnType<typeof parseArgs<Parsing<O>>>;

interface Parsing<O extends ParseArgsOptionsConfig> {
  readonly options: O;
  readonly args: string[];
  readonly strict: true;
  readonly allowPositionals: true;
}

/** One use of a command: what was asked, and what it may reach. */
export interface Call<O extends ParseArgsOptionsConfig = ParseArgsOptionsConfig> extends Interruption {
  readonly values: Parsed<O>['values'];
  readonly positionals: readonly string[];
  /** What follows `--`, for a command that takes a command; absent: there is no `--`. */
  readonly rest?: readonly string[];
  readonly world: World;
  /** A line for people, to stderr. */
  readonly say: (line: string) => void;
}

interface Definition<O extends ParseArgsOptionsConfig> {
  readonly help: string;
  readonly options: O;
  readonly maxPositionals: number;
  /** Keeps what follows `--` apart. */
  readonly takesCommand?: true;
  /** @throws Failure, Interrupted, or whatever `explain` has words for */
  readonly run: (call: Call<O>) => Promise<number | undefined>;
}

const helpOption = { help: { type: 'boolean', short: 'h' } } as const;

/** A command of who sends and opens: arguments, `--help`, signals, and one sentence for whatever goes wrong. */
export function clientCommand<O extends ParseArgsOptionsConfig>(definition: Definition<O>): Command {
  return async (args, world) => {
    const say = (line: string) => void world.stderr.write(`${line}\n`);
    try {
      return await interruptibly(async (interruption) => {
        const asked = readArguments(definition, args);
        if (asked === 'help') {
          await writeTo(world.stdout, definition.help);
          return exitCodes.done.code;
        }
        return (await definition.run({ ...asked, ...interruption, world, say })) ?? exitCodes.done.code;
      });
    } catch (error) {
      const explained = explain(error);
      if (explained instanceof Interrupted) {
        if (explained.left !== undefined) say(`sotto: ${explained.left}`);
        return explained.code;
      }
      // A file's name, a variable's: what is told may be another's choice.
      say(`sotto: ${printableLine(explained.message)}`);
      return exitCodes[explained.exit].code;
    } finally {
      releaseTerminal(world);
      world.stdin.destroy();
    }
  };
}

function readArguments<O extends ParseArgsOptionsConfig>(
  { options, maxPositionals, takesCommand }: Definition<O>,
  args: readonly string[],
): 'help' | Pick<Call<O>, 'values' | 'positionals' | 'rest'> {
  const end = takesCommand ? args.indexOf('--') : -1;
  const own = end < 0 ? [...args] : args.slice(0, end);
  const { values, positionals } = parseOrRefuse({ ...options, ...helpOption }, own, maxPositionals);
  if ('help' in values && values.help === true) return 'help';
  expectUtf8(values);
  if (positionals.length > maxPositionals) {
    throw new Failure('misused', 'There are more arguments than this command takes. Its help says which: --help');
  }
  return { values, positionals, ...(end >= 0 && { rest: args.slice(end + 1) }) };
}

/** Node puts this mark in the place of bytes that are not UTF-8, so another title, or another file, would be meant. */
const REPLACED = '\uFFFD';

/** @throws Failure that names the option and not its value */
function expectUtf8(values: Readonly<Record<string, unknown>>): void {
  for (const [name, value] of Object.entries(values)) {
    if ([value].flat().some((one) => typeof one === 'string' && one.includes(REPLACED)))
      throw new Failure('misused', `What --${name} was given is not UTF-8. Set the terminal to UTF-8.`);
  }
}

function parseOrRefuse<O extends ParseArgsOptionsConfig>(
  options: O,
  args: string[],
  maxPositionals: number,
): Parsed<O> {
  try {
    return parseArgs<Parsing<O>>({ options, args, strict: true, allowPositionals: true });
  } catch (error) {
    // Only the option's name is repeated: what was given with it may be a secret.
    const name = /'(?:-\w, )?(-[\w-]+)/.exec(error instanceof Error ? error.message : '')?.[1] ?? 'An argument';
    const unknown = error instanceof Error && 'code' in error && error.code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION';
    const fault = unknown ? 'is not an option of this command' : 'is not given as it should be';
    const hint =
      unknown && maxPositionals === Infinity ? '. A file whose name begins with "-" is given as ./-name' : '';
    throw new Failure('misused', `${name} ${fault}. Its help says which there are: --help${hint}`);
  }
}
