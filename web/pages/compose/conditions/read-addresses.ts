import { readAddress } from '#crypto/address.ts';
import { MAX_ADDRESS_LENGTH } from '#crypto/limits.ts';
import { currentLocale } from '#web/i18n/words.ts';

/** Why an address cannot be named. */
export type AddressFault = 'malformed' | 'twice' | 'domain';

export interface NamedPerson {
  /** What the sender typed, without a display name. */
  readonly typed: string;
  /** Lower case and ASCII: where mails go. Undefined if it is not an address. */
  readonly address: string | undefined;
  /** It has another form than the one that was typed, which the sender has to see. */
  readonly differs: boolean;
  readonly fault?: AddressFault;
}

const SEPARATORS = /[,;\n\r\t]/;
const QUOTED = /"[^"\n]*"/g;
const BETWEEN_ANGLES = /<([^<>]*)>/;

/** Whether typing this ends an address. */
export const endsAddress = (text: string): boolean => SEPARATORS.test(text);

/**
 * The addresses in a typed or pasted list, as mail programs and spreadsheets write them. `Name <a@b.example>` becomes
 * `a@b.example`. Nothing is corrected: text that is not an address stays for the sender to mend.
 */
export function splitAddresses(text: string): readonly string[] {
  return text
    .replace(QUOTED, ' ')
    .split(SEPARATORS)
    .flatMap(splitPiece)
    .filter((piece) => piece !== '');
}

function splitPiece(piece: string): readonly string[] {
  const text = (BETWEEN_ANGLES.exec(piece)?.[1] ?? piece).trim();
  const words = text.split(/\s+/);
  // Blanks between addresses separate them. Elsewhere they are typing errors, and are shown as such.
  return words.every((word) => word.includes('@')) ? words.map((word) => word.replace(/^mailto:/i, '')) : [text];
}

/** @param domains the only ones that the service sends mail to; undefined: any */
export function readPeople(typed: readonly string[], domains?: readonly string[]): readonly NamedPerson[] {
  const seen = new Set<string>();
  return typed.map((text) => {
    const { address, typedDomain } = (text.length <= MAX_ADDRESS_LENGTH * 2 && readAddress(text)) || {};
    const person = { typed: text, address, differs: typedDomain !== undefined };
    if (address === undefined) return { ...person, fault: 'malformed' };
    if (seen.has(address)) return { ...person, fault: 'twice' };
    seen.add(address);
    const domain = address.slice(address.lastIndexOf('@') + 1);
    return domains === undefined || domains.includes(domain) ? person : { ...person, fault: 'domain' };
  });
}

/** @returns names of the people who each get a link */
export const splitNames = (text: string): readonly string[] =>
  text
    .split(SEPARATORS)
    .map((name) => name.trim())
    .filter((name) => name !== '');

/** Whether each name also stands further up. */
export function repeatedNames(names: readonly string[]): readonly boolean[] {
  const seen = new Set<string>();
  return names.map((name) => {
    const same = name.toLocaleLowerCase(currentLocale()).normalize();
    const repeated = seen.has(same);
    seen.add(same);
    return repeated;
  });
}
