import { readFile } from 'node:fs/promises';
import { decodeFile } from './decode-file.ts';
import { Failure } from './exit-codes.ts';

/** @param what begins the sentence: "The password" @throws Failure that names the file and shows none of its text */
export async function readTextFile(what: string, file: string): Promise<string> {
  const bytes = await readFile(file).catch((cause: unknown) => {
    throw new Failure('misused', `${what} cannot be read from ${file}.`, { cause });
  });
  const decoded = decodeFile(bytes);
  if ('problem' in decoded) throw new Failure('misused', `${what} cannot be read: ${file} ${decoded.problem}`);
  return decoded.text;
}
