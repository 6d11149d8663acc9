import { parseEnv } from 'node:util';
import type { SharePayload } from '#crypto/payload.ts';
import { Failure } from './exit-codes.ts';
import { choosesCode } from './loader-names.ts';
import { printableLine } from './printable.ts';

/** Shells take more than a value from others: `BASH_FUNC_ls%%` is a function. */
const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;

const OPEN_SHOWS = 'For ten minutes sotto open still shows it here, without spending a view.';
const NAME_THEM =
  'Name what you want: sotto run - --only NAME,NAME -- …; within ten minutes this opens again without spending a view.';

/**
 * KEY=value lines, as in a .env file, of a secret that has nothing else: what is not taken would be gone.
 * @param only the names that are taken; absent: all
 * @throws Failure for none, for one that `only` names and is not there, and for what chooses code
 */
export function readVariables(
  { text = '', files = [], fields = [] }: Pick<SharePayload, 'text' | 'files' | 'fields'>,
  only?: readonly string[],
): Readonly<Record<string, string>> {
  if (files.length > 0 || fields.length > 0)
    throw new Failure('failed', `The secret has more than KEY=value lines: files, or fields. ${OPEN_SHOWS}`);
  const all = Object.entries(parseEnv(text)).filter((entry): entry is [string, string] => entry[1] !== undefined);
  if (all.length === 0) throw new Failure('failed', `The secret has no KEY=value lines. ${OPEN_SHOWS}`);
  const variables = only === undefined ? all : all.filter(([name]) => only.includes(name));
  if (only !== undefined && variables.length < new Set(only).size)
    throw new Failure('failed', `The secret lacks a variable that --only names. ${OPEN_SHOWS}`);
  for (const [name, value] of variables) expectHarmless(name, value, only !== undefined);
  return Object.fromEntries(variables);
}

function expectHarmless(name: string, value: string, named: boolean): void {
  if (!NAME.test(name) || value.includes('\0')) {
    throw new Failure('failed', `The secret sets ${printableLine(name)} in a way no variable can be set. ${NAME_THEM}`);
  }
  if (!named && choosesCode(name)) {
    throw new Failure('failed', `The secret sets ${name}, which decides what a program loads. ${NAME_THEM}`);
  }
}
