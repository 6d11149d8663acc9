import { parseArgs } from 'node:util';
import type { ParseArgsOptionsConfig } from 'node:util';

interface Parsing<O extends ParseArgsOptionsConfig> {
  readonly options: O;
  readonly args: string[];
  readonly strict: true;
  readonly allowPositionals: true;
}

export const jsonFlag = { json: { type: 'boolean' } } as const;

/** @returns undefined for whatever an operator's command does not take: it then says how it is used */
export function readFlags<O extends ParseArgsOptionsConfig>(
  args: readonly string[],
  options: O,
  maxPositionals = 0,
): ReturnType<typeof parseArgs<Parsing<O>>> | undefined {
  try {
    const read = parseArgs<Parsing<O>>({ args: [...args], options, strict: true, allowPositionals: true });
    return read.positionals.length <= maxPositionals ? read : undefined;
  } catch {
    return undefined;
  }
}
