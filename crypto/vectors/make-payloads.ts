/** Vectors for SPEC.md §9 and §10: one JSON text each, with the single fault that the name says. */
import { toBase64url } from '#crypto/bytes.ts';
import { encodeJson } from '#crypto/json.ts';
import { fixed } from './fixed.ts';
import type { Case, PayloadVector } from './vector.ts';

const secret = toBase64url(fixed('body secret'));
const share = { v: 1, kind: 'share', createdAt: 1_795_000_000, expiresAt: 1_795_086_400, maxViews: 1, text: 'x' };
const shareJson = encodeJson(share);
const file = { name: 'a', size: 1, type: '' };
const publicKey = toBase64url(new Uint8Array(1216).map((_, i) => (i * 31) & 255));
const request = {
  ...{ v: 1, kind: 'request', createdAt: 1_795_000_000, expiresAt: 1_795_604_800, title: 'Deploy key', ask: 'Please.' },
  ...{
    maxAnswers: 1,
    answerTtl: 604_800,
    keep: 'expiry',
    publicKey,
    answerSecret: toBase64url(fixed('answer secret')),
  },
};

type Members = Readonly<Record<string, unknown>>;
type Expect = PayloadVector['expect'];

/** `base` with some members changed; undefined removes a member. */
function change(base: Members, changes: Members): string {
  return encodeJson(Object.fromEntries(Object.entries({ ...base, ...changes }).filter(([, v]) => v !== undefined)));
}

function table(folder: string, rows: Readonly<Record<string, readonly [Expect, string, (1 | 2)?]>>): Case[] {
  return Object.entries(rows).map(([name, [expect, json, purpose = 1]]) => [
    `${folder}/${name}`,
    { kind: 'payload', about: name.replaceAll('-', ' '), expect, purpose, json },
  ]);
}

function successes(): Case[] {
  const everything = {
    ...{
      title: 'Zugang für Łukasz 🔑',
      text: '\u0000\u001f\u007f\u2028\u2029"\\/\b\f\n\r\t é e\u0301 名前 \u{10FFFF}',
    },
    ...{ reply: 'https://x.example/r/y#z', fields: [{ name: '', value: '' }], body: { secret } },
    files: [file, { name: 'dir/ä.txt', size: 0, type: 'text/plain' }],
  };
  return table('payload', {
    text: ['success', shareJson],
    'text-empty': ['success', change(share, { text: '' })],
    everything: ['success', change(share, everything)],
    'fields-alone': ['success', change(share, { text: undefined, fields: [{ name: 'user', value: 'deploy' }] })],
    'files-of-no-bytes': ['success', change(share, { text: undefined, files: [{ ...file, size: 0 }] })],
    'views-unlimited': ['success', change(share, { maxViews: 0 })],
    'views-100': ['success', change(share, { maxViews: 100 })],
    'integer-highest': ['success', change(share, { expiresAt: Number.MAX_SAFE_INTEGER })],
    'file-names': [
      'success',
      change(share, { files: names('...', '.a', 'a.', 'a..b', ' ', 'C:', 'a/b/c', '\u202Etxt.exe'), body: { secret } }),
    ],
    request: ['success', encodeJson(request), 2],
    'request-with-fields': [
      'success',
      change(request, { fields: ['line', 'text', 'file'].map((type) => ({ name: type, type })) }),
      2,
    ],
    'request-keep-read': ['success', change(request, { keep: 'read', maxAnswers: 100, title: '', ask: '' }), 2],
  });
}

function names(...given: string[]) {
  return given.map((name) => ({ ...file, name }));
}

/** Other texts of the same value. */
function notCanonical(): Case[] {
  const variant = (from: string, to: string) => {
    if (!shareJson.includes(from)) throw new Error(`nothing to change: ${from}`);
    return shareJson.replace(from, to);
  };
  return table('json', {
    empty: ['json', ''],
    'space-before': ['json', ` ${shareJson}`],
    'line-feed-behind': ['json', `${shareJson}\n`],
    'space-within': ['json', variant(':1', ': 1')],
    'two-values': ['json', `${shareJson}${shareJson}`],
    'cut-short': ['json', shareJson.slice(0, -1)],
    'comma-trailing': ['json', variant('"v":1}', '"v":1,}')],
    'quotes-single': ['json', shareJson.replaceAll('"', "'")],
    'byte-order-mark': ['json', `\uFEFF${shareJson}`],
    'members-out-of-order': ['json', `{"v":1,${shareJson.slice(1).replace(',"v":1', '')}`],
    'member-twice': ['json', variant('"text":"x"', '"text":"y","text":"x"')],
    'member-twice-alike': ['json', variant('"v":1', '"v":1,"v":1')],
    'escape-for-nothing': ['json', variant('"x"', '"\\u0078"')],
    'escape-of-slash': ['json', variant('"x"', '"\\/"')],
    'escape-long': ['json', variant('"x"', '"\\u000a"')],
    'escape-upper-case': ['json', variant('"x"', '"\\u001F"')],
    'escape-of-name': ['json', variant('"text"', '"te\\u0078t"')],
    'control-unescaped': ['json', variant('"x"', '"\n"')],
    'surrogate-lone': ['utf8', variant('"x"', '"\\ud800"')],
    'surrogates-swapped': ['utf8', variant('"x"', '"\\udc00\\ud800"')],
    'surrogate-pair-escaped': ['json', variant('"x"', '"\\ud83d\\udd11"')],
    'integer-with-fraction': ['json', variant('"v":1', '"v":1.0')],
    'integer-with-exponent': ['json', variant('"v":1', '"v":1e0')],
    'integer-negative-zero': ['json', variant('"maxViews":1', '"maxViews":-0')],
    'integer-leading-zero': ['json', variant('"maxViews":1', '"maxViews":01')],
    'integer-not-exact': ['payload', variant('1795086400', '9007199254740992')],
    'number-fraction': ['payload', variant('1795086400', '1795086400.5')],
  });
}

function wrongMembers(): Case[] {
  const required = ['v', 'kind', 'createdAt', 'expiresAt', 'maxViews'];
  return [
    ...table(
      'payload',
      Object.fromEntries(
        required.map((name) => [`without-${name}`, ['payload', change(share, { [name]: undefined })]]),
      ),
    ),
    ...table('payload', {
      'not-an-object': ['payload', '"share"'],
      'an-array': ['payload', `[${shareJson}]`],
      null: ['payload', 'null'],
      'member-unknown': ['payload', change(share, { note: 'x' })],
      'member-proto': ['payload', `{"__proto__":{},${shareJson.slice(1)}`],
      'member-null': ['payload', shareJson.replace('"x"', 'null')],
      'member-boolean': ['payload', shareJson.replace('"x"', 'true')],
      'version-2': ['payload', change(share, { v: 2 })],
      'version-text': ['payload', change(share, { v: '1' })],
      'kind-unknown': ['payload', change(share, { kind: 'secret' })],
      'kind-of-other-purpose': ['payload', encodeJson(request), 1],
      'purpose-of-other-kind': ['payload', shareJson, 2],
      'created-negative': ['payload', change(share, { createdAt: -1 })],
      'expires-text': ['payload', change(share, { expiresAt: '1795086400' })],
      'views-negative': ['payload', change(share, { maxViews: -1 })],
      'views-101': ['payload', change(share, { maxViews: 101 })],
      'nothing-in-it': ['payload', change(share, { text: undefined, title: 'x' })],
      'text-number': ['payload', change(share, { text: 1 })],
      'title-list': ['payload', change(share, { title: ['x'] })],
    }),
  ];
}

function wrongLists(): Case[] {
  return table('payload', {
    'fields-empty': ['payload', change(share, { fields: [] })],
    'fields-an-object': ['payload', change(share, { fields: { name: 'a', value: 'b' } })],
    'field-without-value': ['payload', change(share, { fields: [{ name: 'a' }] })],
    'field-member-unknown': ['payload', change(share, { fields: [{ name: 'a', value: 'b', type: 'line' }] })],
    'files-empty': ['payload', change(share, { files: [] })],
    'file-without-type': ['payload', change(share, { files: [{ name: 'a', size: 0 }] })],
    'file-size-negative': ['payload', change(share, { files: [{ ...file, size: -1 }] })],
    'file-sizes-not-exact': [
      'payload',
      change(share, {
        files: [
          { ...file, size: 2 ** 53 - 1 },
          { ...file, name: 'b' },
        ],
        body: { secret },
      }),
    ],
    'body-missing': ['payload', change(share, { files: [file] })],
    'body-without-files': ['payload', change(share, { body: { secret } })],
    'body-of-no-bytes': ['payload', change(share, { files: [{ ...file, size: 0 }], body: { secret } })],
    'body-without-secret': ['payload', change(share, { files: [file], body: {} })],
    'body-member-unknown': ['payload', change(share, { files: [file], body: { secret, size: 1 } })],
  });
}

function wrongBytes(): Case[] {
  const body = (value: string) => change(share, { files: [file], body: { secret: value } });
  return table('base64url', {
    'short-by-a-byte': ['base64url', body(toBase64url(fixed('x').subarray(1)))],
    'long-by-a-byte': ['base64url', body(toBase64url(new Uint8Array(33)))],
    padded: ['base64url', body(`${secret}=`)],
    'unused-bits-set': ['base64url', body(`${'A'.repeat(42)}B`)],
    'alphabet-of-base64': ['base64url', body(`+${'A'.repeat(42)}`)],
    'line-feed-behind': ['base64url', body(`${secret}\n`)],
    'public-key-short': ['base64url', change(request, { publicKey: toBase64url(new Uint8Array(1215)) }), 2],
    'answer-secret-long': ['base64url', change(request, { answerSecret: toBase64url(new Uint8Array(33)) }), 2],
  });
}

function wrongFileNames(): Case[] {
  const one = (...given: string[]): readonly [Expect, string] => [
    'file-name',
    change(share, { files: names(...given), body: { secret } }),
  ];
  return table('file-name', {
    ...{ empty: one(''), absolute: one('/a'), 'part-empty': one('a//b'), 'slash-trailing': one('a/') },
    ...{ dot: one('.'), 'dot-within': one('a/./b'), 'dot-dot': one('..'), 'dot-dot-first': one('../a') },
    ...{ 'dot-dot-within': one('a/../../b'), 'dot-dot-last': one('a/..'), backslash: one('a\\b') },
    ...{ nul: one('a\u0000b'), 'line-feed': one('a\nb'), delete: one('a\u007F'), 'c1-control': one('a\u0085b') },
    ...{ 'unit-separator': one('\u001F'), twice: one('a', 'b', 'a') },
  });
}

function wrongRequests(): Case[] {
  const required = Object.keys(request);
  return [
    ...table(
      'request',
      Object.fromEntries(
        required.map((name) => [`without-${name}`, ['payload', change(request, { [name]: undefined }), 2]]),
      ),
    ),
    ...table('request', {
      'member-unknown': ['payload', change(request, { text: 'x' }), 2],
      'answers-0': ['payload', change(request, { maxAnswers: 0 }), 2],
      'answers-101': ['payload', change(request, { maxAnswers: 101 }), 2],
      'answer-ttl-0': ['payload', change(request, { answerTtl: 0 }), 2],
      'keep-unknown': ['payload', change(request, { keep: 'always' }), 2],
      'fields-empty': ['payload', change(request, { fields: [] }), 2],
      'field-type-unknown': ['payload', change(request, { fields: [{ name: 'a', type: 'number' }] }), 2],
      'field-with-value': ['payload', change(request, { fields: [{ name: 'a', type: 'line', value: 'b' }] }), 2],
    }),
  ];
}

export function makePayloads(): Case[] {
  return [
    ...successes(),
    ...notCanonical(),
    ...wrongMembers(),
    ...wrongLists(),
    ...wrongBytes(),
    ...wrongFileNames(),
    ...wrongRequests(),
  ];
}
