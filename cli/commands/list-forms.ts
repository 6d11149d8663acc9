/** Shorter texts appear in any output by chance. */
const MIN_CHARACTERS = 8;
/** Bounds the memory of the search: about 25 bytes for each byte of a form. */
const MAX_BYTES = 4_194_304;
/** Where `base64` (76) and PEM (64) break lines. */
const LINE_LENGTHS = [64, 76];

export interface Forms {
  readonly forms: readonly Uint8Array[];
  /** Whether all forms fit. The encoded ones are left out first. */
  readonly isComplete: boolean;
}

/**
 * The texts that give a value away in an output: the value, each of its lines, and both of them encoded. A command can
 * encode a value in other ways, so this is no protection against one that wants to show it.
 */
export function listForms(values: readonly string[]): Forms {
  const texts = unique(values.flatMap((value) => [value, value.trim(), ...linesOf(value)]).filter(isLongEnough));
  const all = unique([...texts, ...texts.flatMap(inJson), ...texts.flatMap(inBase64), ...texts.flatMap(inUrl)]);
  const forms: Uint8Array[] = [];
  let bytes = 0;
  for (const text of all) {
    const form = Buffer.from(text);
    bytes += form.length;
    if (bytes > MAX_BYTES) return { forms, isComplete: false };
    forms.push(form);
  }
  return { forms, isComplete: true };
}

const unique = (texts: readonly string[]): string[] => [...new Set(texts)];
const isLongEnough = (text: string): boolean => [...text].length >= MIN_CHARACTERS;
/** Logs are split by lines. */
const linesOf = (text: string): string[] => text.split(/[\r\n]+/).map((line) => line.trim());

const inJson = (text: string): string[] => [JSON.stringify(text).slice(1, -1)];

/** With the standard and the URL alphabet. */
function inBase64(text: string): string[] {
  const bytes = Buffer.from(text);
  const whole = bytes.toString('base64');
  const pieces = LINE_LENGTHS.flatMap((length) => whole.match(new RegExp(`.{8,${length}}`, 'g')) ?? []);
  const standard = [
    whole,
    whole.replaceAll('=', ''),
    ...[0, 1, 2].map((before) => coreAfter(bytes, before)),
    ...pieces,
  ];
  return standard.flatMap((form) => [form, form.replaceAll('+', '-').replaceAll('/', '_')]);
}

/**
 * The base64 characters that depend only on these bytes. Base64 encodes three bytes at a time, and `before` of the
 * first three belong to other data. The characters at both ends may mix bits of these bytes and of others.
 */
function coreAfter(bytes: Uint8Array, before: number): string {
  const encoded = Buffer.concat([new Uint8Array(before), bytes]).toString('base64');
  const bits = 8 * (before + bytes.length);
  return encoded.slice(Math.ceil((8 * before) / 6), Math.floor(bits / 6));
}

/** Encoders agree neither on the characters to escape, nor on the case of the digits, nor on the space. */
function inUrl(text: string): string[] {
  if (!text.isWellFormed()) return [];
  const component = encodeURIComponent(text);
  const strict = component.replace(/[!'()*]/g, escapeAscii);
  const form = new URLSearchParams([['', text]]).toString().slice(1);
  const all = [component, strict, form, strict.replaceAll('%2F', '/'), encodeURI(text)];
  return all.flatMap((one) => {
    const spaced = [one, one.replaceAll('%20', '+'), one.replaceAll('+', '%20')];
    return [...spaced, ...spaced.map((other) => other.replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase()))];
  });
}

const escapeAscii = (character: string): string => `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
