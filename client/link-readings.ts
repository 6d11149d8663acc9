import { decodeEscapes } from '#crypto/link.ts';

/** Longer than any message with a link. The rest is ignored. */
const MAX_LENGTH = 100_000;
/** Each redirector in a chain percent-encodes the link once more. */
const MAX_ESCAPED = 4;

/**
 * The possible originals of a pasted text, the most literal first: without invisible characters, look-alikes and
 * escapes, and with its lines joined. The check in the key decides which one is right, so a wrong reading does no harm.
 * Takes time proportional to the length of the text.
 */
export function readingsOf(text: string): readonly string[] {
  const given = text.slice(0, MAX_LENGTH);
  const readings = new Set([given]);
  let now = straighten(given);
  for (let escaped = 0; ; escaped++) {
    for (const one of [now, ...unwrapped(now), ...joinedEscapes(now)]) {
      for (const reading of [one, joinLines(one), one.replace(/[\s>|=]+/g, '')]) readings.add(reading);
    }
    const decoded = decodeEscapes(now);
    if (decoded === now || escaped === MAX_ESCAPED) return [...readings];
    now = straighten(decoded);
  }
}

const entities: Readonly<Record<string, string>> = { '35': '#', x23: '#', '47': '/', x2f: '/', '58': ':', x3a: ':' };

/** Removes invisible characters, and restores ASCII that an input method, HTML, JSON or a mail filter has replaced. */
function straighten(text: string): string {
  return text
    .replace(/\p{Default_Ignorable_Code_Point}/gu, '')
    .replace(/[\uFF01-\uFF5E]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0))
    .replace(/[\u2044\u2215\u29F8]/g, '/')
    .replace(/[\u02D0\u2236\uA789\uFE55]/g, ':')
    .replace(/[\u266F\uFE5F]/g, '#')
    .replace(/[\u2024\u3002\uFF61]/g, '.')
    .replace(/&#(35|x23|47|x2f|58|x3a);/gi, (entity, code: string) => entities[code.toLowerCase()] ?? entity)
    .replace(/=(3A|2F|23)/gi, (_, code: string) => String.fromCharCode(parseInt(code, 16)))
    .replace(/&amp;/gi, '&')
    .replace(/\[{1,2}([.:])\]{1,2}/g, '$1')
    .replace(/\\{1,4}\/?/g, '/')
    .replace(/h(?:xx|tt)p(s?):\/+/gi, 'http$1://');
}

/** Joins lines that a mail program broke: after a quotation's `>`, with `=` at the end, or with a hyphen in the key. */
function joinLines(text: string): string {
  const lines = text.split(/\r\n?|[\n\u2028\u2029]/).map((line) => line.replace(/^[\s>|]+/, '').trimEnd());
  let inKey = false;
  const joined = lines.map((line, index) => {
    inKey ||= line.includes('#');
    if (index === lines.length - 1) return line;
    return line.endsWith('=') || (inKey && line.endsWith('-')) ? line.slice(0, -1) : line;
  });
  return joined.join('');
}

/** Joins an escape that a line break has split. */
function joinedEscapes(text: string): string[] {
  if (!/%[0-9A-F]?[\s>|=]/i.test(text)) return [];
  return [joinLines(text), text.replace(/[\s>|]+/g, '')].map((whole) => straighten(decodedFully(whole)));
}

function decodedFully(text: string): string {
  let now = text;
  for (let escaped = 0; escaped < MAX_ESCAPED; escaped++) now = decodeEscapes(now);
  return now;
}

/** Unwraps links that a mail filter has rewritten. */
function unwrapped(text: string): string[] {
  if (!/urldefense/i.test(text)) return [];
  const second = text.replaceAll('_', '/').replace(/-([0-9A-F]{2})/g, '%$1');
  return [straighten(decodedFully(second)), text.replaceAll('*', '#').replaceAll('__', ' ')];
}
