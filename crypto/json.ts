/** SPEC.md §9: the subset of JSON in its RFC 8785 form. */
import { CryptoError } from './errors.ts';
import { isWellFormed } from './well-formed.ts';

/** No null, no booleans, no fractions. */
export type JsonValue = string | number | readonly JsonValue[] | { readonly [name: string]: JsonValue };

/**
 * RFC 8785. §3.2.2.2, strings: JSON.stringify writes exactly these escapes and everything else literally, except lone
 * surrogates, which are refused. §3.2.2.3, numbers: integers up to 2⁵³ − 1 are plain decimals. §3.2.3, members: sorted
 * by UTF-16 code units, like JavaScript's sort. The text is joined by hand, because an object built in that order would
 * still list names like "10" first.
 * @throws CryptoError `utf8` for a lone surrogate, `json` for a value outside the subset
 */
export function encodeJson(value: unknown): string {
  if (typeof value === 'string') {
    if (!isWellFormed(value)) throw new CryptoError('utf8');
    return JSON.stringify(value);
  }
  if (typeof value === 'number' && Number.isSafeInteger(value)) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(encodeJson).join(',')}]`;
  if (isObject(value)) {
    const members = Object.keys(value).sort();
    return `{${members.map((name) => `${encodeJson(name)}:${encodeJson(value[name])}`).join(',')}}`;
  }
  throw new CryptoError('json');
}

/**
 * The inverse of `encodeJson`. Refuses text that is not canonical: white space, superfluous escapes, members that are
 * unsorted or repeated, 1.0, −0.
 * @param check narrows the value before it is encoded, so that only expected values are traversed
 * @throws CryptoError `json`, `utf8`, or what `check` throws
 */
export function decodeJson<T>(text: string, check: (value: unknown) => asserts value is T): T {
  const value = parse(text);
  check(value);
  if (encodeJson(value) !== text) throw new CryptoError('json');
  return value;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new CryptoError('json', { cause });
  }
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
