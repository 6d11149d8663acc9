import type { ReadHeader } from '#server/http/request-context.ts';

/** Pieces that have broken parsers, each repeated up to the requested size. */
export const hostilePieces = {
  spaces: ' ',
  tabs: '\t ',
  letters: 'a',
  digits: '1',
  slashes: '/',
  'dot segments': '/../.',
  'encoded dot segments': '/%2e%2e',
  backslashes: '\\',
  semicolons: ';',
  'empty parameters': '; ;',
  commas: ',',
  'spaced commas': ' , ',
  'encoded percent signs': '%25',
  'broken UTF-8': '%ff-',
  'encoded letters': '%E4%B8%80',
  colons: ':',
  brackets: '[',
  'closed brackets': ']:',
  quotes: '"',
  'escaped quotes': '\\"',
  'equals signs': '=',
  charsets: 'charset="utf-8";',
  weights: 'br;q=0.5,',
  tags: 'W/"a",',
  languages: 'zz-Latn-CH,',
  'trusted addresses': '127.0.0.1,',
  'IPv6 addresses': '::1, ',
  'accented letters': '\u00e9',
  'letters in UTF-8': '\u00e4\u00b8\u00ad',
} as const;

/** Starts of values that pass the first check of their reader. */
export const hostileStarts: Readonly<Record<ReadHeader, readonly string[]>> = {
  accept: ['text/html,'],
  'accept-encoding': ['br;q='],
  'accept-language': ['de;q='],
  authorization: ['Bearer '],
  'content-encoding': ['identity,'],
  'content-length': ['0'],
  'content-type': ['application/octet-stream;', 'application/json;charset='],
  cookie: ['sotto-session=', 'sotto-signin=;'],
  host: ['', 'xn--', '['],
  'if-none-match': ['W/"'],
  origin: ['http://localhost'],
  'sotto-answer': ['1'],
  'sotto-token': ['sotto_'],
  'x-forwarded-for': ['127.0.0.1,'],
};

/** Headers that only Node reads, and one that nothing reads. */
export const otherHeaders = ['connection', 'expect', 'range', 'transfer-encoding', 'upgrade', 'x'] as const;

export const fill = (piece: string, length: number): string =>
  piece.repeat(Math.ceil(Math.max(length, 0) / piece.length)).slice(0, Math.max(length, 0));

/** Lists in lists in the place of a pass's content. */
const passOf = (length: number): string =>
  Buffer.from(fill('[', Math.floor(Math.min(length, 8192) * 0.75))).toString('base64url');

/** Texts that are valid JSON up to the requested length. */
export const hostileJson: Readonly<Record<string, (length: number) => string>> = {
  'nested arrays': (length) => fill('[', length),
  'closed arrays': (length) => `${fill('[', length / 2)}${fill(']', length / 2)}`,
  'nested objects': (length) => fill('{"a":', length),
  'many keys': (length) => {
    const keys = Array.from({ length: Math.max(1, Math.floor(length / 10)) }, (_, key) => `"${key}":0`);
    return `{${keys.join(',').slice(0, -1)}0}`;
  },
  'many zeros': (length) => `{"shares":[${fill('0,', length - 14)}0]}`,
  'a long number': (length) => `{"from":${fill('9', length - 9)}}`,
  'a long text': (length) => `{"linkProof":"${fill('A', length - 16)}"}`,
  'escaped text': (length) => `{"linkProof":"${fill('\\u00e9', length - 20)}"}`,
  'a pass': (length) => `{"pass":"${fill('A', Math.min(length, 8192 + 11) - 11)}"}`,
  'a pass of JSON': (length) => `{"pass":"${passOf(length - 11)}"}`,
  'many groups': (length) => `{"gates":{"members":{"groups":[${fill('"a",', length - 37)}"a"]}}}`,
  spaces: (length) => fill(' ', length),
  'no JSON': (length) => fill('-', length),
  'broken UTF-8': (length) => `"${fill('\u00ff', length)}`,
};
