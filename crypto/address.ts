/** SPEC.md §13.3: the one form of an e-mail address, so that client and server compute the same tag for it. */

/** The text, and the address that mail goes to. They differ in case, or in how a domain is written. */
export interface Address {
  /** Lower case and ASCII. */
  readonly address: string;
  /** The domain as it was typed, if it was not ASCII: people must see both forms. */
  readonly typedDomain?: string;
}

const MAX_LOCAL_LENGTH = 64;
const MAX_DOMAIN_LENGTH = 253;
/** Single inner dots; no quotes, no comments. */
const local = /^[a-z0-9_+'=~][a-z0-9_+'=~-]*(\.[a-z0-9_+'=~-]+)*$/;
/** Letters, digits, hyphens inside. */
const label = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;
/** Parsers of addresses read such an ending as a part of an IP address: 0x7f.1 becomes 127.0.0.1. */
const number = /^(\d+|0x[0-9a-f]*)$/;
/** Invisible characters, and those that end a domain or have another meaning in a URL. */
const unsafe = /[/#?%:@\\[\]\s\p{Cc}\u00AD\u200B-\u200D]/u;
const ascii = /^\p{ASCII}*$/u;

/** @returns undefined if it is not an address. Says nothing about whether a mailbox exists. */
export function readAddress(text: string): Address | undefined {
  const at = text.lastIndexOf('@');
  const [name, typed] = [text.slice(0, Math.max(0, at)), text.slice(at + 1)];
  // Before lower case, which turns a Kelvin sign into a k.
  if (at < 1 || name.length > MAX_LOCAL_LENGTH || !ascii.test(name)) return undefined;
  const isAscii = ascii.test(typed);
  const domain = isAscii ? typed.toLowerCase() : asciiDomain(typed);
  if (domain === undefined || !local.test(name.toLowerCase()) || !isDomain(domain)) return undefined;
  const address = `${name.toLowerCase()}@${domain}`;
  return isAscii ? { address } : { address, typedDomain: typed };
}

/** UTS #46, as browsers and Node do it. */
function asciiDomain(typed: string): string | undefined {
  if (unsafe.test(typed)) return undefined;
  try {
    return new URL(`http://${typed}`).hostname;
  } catch {
    return undefined;
  }
}

function isDomain(domain: string): boolean {
  const labels = domain.split('.');
  const last = labels.at(-1) ?? '';
  return (
    domain.length <= MAX_DOMAIN_LENGTH &&
    labels.length >= 2 &&
    labels.every((one) => label.test(one)) &&
    !number.test(last)
  );
}
