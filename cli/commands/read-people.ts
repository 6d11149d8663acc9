import { isNameable } from '#client/share-conditions.ts';
import type { Policy } from '#client/policy.ts';
import { readAddress } from '#crypto/address.ts';
import { MAX_PEOPLE } from '#crypto/limits.ts';
import { readTextFile } from '#cli/files/read-text-file.ts';
import { domainOf, sayBothForms } from '#cli/terminal/address-words.ts';
import { Failure } from '#cli/terminal/exit-codes.ts';
import { printableLine } from '#cli/terminal/printable.ts';
import { numberInWords } from '#cli/terminal/wording.ts';
import { inWords } from '#cli/language/words.ts';
import { gates as words } from '#cli/words/gates.ts';

/** A person whom --to or --to-file names. */
export interface NamedPerson {
  /** `--to`, or the line of a file. */
  readonly where: string;
  readonly address: string;
}

type Say = (line: string) => void;

interface Naming {
  readonly say: Say;
  readonly values: {
    readonly to?: readonly string[] | undefined;
    readonly 'to-file'?: string | undefined;
  };
}

interface Item {
  readonly where: string;
  readonly text: string;
}

/** A whole wrong file would scroll the first fault away. */
const MAX_FAULTS = 20;
const MAX_SHOWN_LENGTH = 100;

/** Reads the people whom the share is for, and names each one that cannot be used. @throws Failure */
export async function readPeople({ say, values }: Naming): Promise<readonly NamedPerson[] | undefined> {
  const { to, 'to-file': file } = values;
  if (to === undefined && file === undefined) return undefined;
  const items = [...(to ?? []).flatMap((given) => itemsIn('--to', given)), ...(await itemsOfFile(file))];
  if (items.length === 0) throw new Failure('misused', inWords(words.nobodyInFile, { file: file ?? '--to' }));
  const people = items.map(({ where, text }) => ({ where, text, read: readAddress(text) }));
  const seen = new Set<string>();
  const faults = people.flatMap(({ where, text, read }) => {
    if (read === undefined) return [inWords(words.notAddress, { where, text: shown(text) })];
    if (seen.has(read.address)) return [inWords(words.namedTwice, { where, address: read.address })];
    seen.add(read.address);
    return [];
  });
  expectNone(say, faults, 'misused');
  if (people.length > MAX_PEOPLE) {
    const counts = { most: numberInWords(MAX_PEOPLE), count: numberInWords(people.length) };
    throw new Failure('misused', inWords(words.tooManyPeople, counts));
  }
  return people.flatMap(({ where, read }) => {
    if (read === undefined) return [];
    sayBothForms(say, read);
    return [{ where, address: read.address }];
  });
}

/** @throws Failure that follows the names of the domains to which the service mails no codes */
export function expectNameable(say: Say, people: readonly NamedPerson[], policy: Policy): void {
  const strangers = people.filter(({ address }) => !isNameable(address, policy));
  const faults = strangers.map(({ where, address }) =>
    inWords(words.otherDomain, { where, domain: domainOf(address) }),
  );
  expectNone(say, faults, 'refused');
}

function expectNone(say: Say, faults: readonly string[], exit: 'misused' | 'refused'): void {
  if (faults.length === 0) return;
  for (const fault of faults.slice(0, MAX_FAULTS)) say(printableLine(fault));
  throw new Failure(exit, inWords(words.addressFaults, { count: faults.length }));
}

const shown = (text: string): string =>
  printableLine(text.length > MAX_SHOWN_LENGTH ? `${text.slice(0, MAX_SHOWN_LENGTH)}…` : text);

const itemsIn = (where: string, text: string): Item[] =>
  text
    .split(/[\s,;]+/)
    .filter((one) => one !== '')
    .map((one) => ({ where, text: one }));

/** Lines that begin with # are comments. */
async function itemsOfFile(file: string | undefined): Promise<Item[]> {
  if (file === undefined) return [];
  if (file === '-') throw new Failure('misused', words.fileIsInput);
  const lines = (await readTextFile('people', file)).split(/\r\n|\r|\n/);
  return lines.flatMap((line, i) =>
    line.startsWith('#') ? [] : itemsIn(inWords(words.inFile, { file, line: numberInWords(i + 1) }), line),
  );
}
