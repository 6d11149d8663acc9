import type { Address } from '#crypto/address.ts';
import { printableLine } from './printable.ts';
import { inWords } from '#cli/language/words.ts';
import { gates as words } from '#cli/words/gates.ts';

export const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1);

/** A domain outside ASCII: people have to see the form that mail uses. */
export function sayBothForms(say: (line: string) => void, { address, typedDomain }: Address): void {
  if (typedDomain !== undefined)
    say(inWords(words.asciiDomain, { typed: printableLine(typedDomain), ascii: domainOf(address) }));
}
