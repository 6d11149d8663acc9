/** SPEC.md §10: the sealed payload. The types are those of the JSON: byte strings stay base64url. */
import { fromBase64url } from './bytes.ts';
import type { Bytes } from './bytes.ts';
import { CryptoError } from './errors.ts';
import { expectFileNames } from './file-names.ts';
import { gatesOf, isGroupList } from './gates.ts';
import type { Gates, PayloadGates } from './gates.ts';
import { decodeJson, encodeJson, isObject } from './json.ts';
import { MAX_ANSWERS, MAX_PLAINTEXT_BYTES, MAX_VIEWS, PUBLIC_KEY_BYTES, SECRET_BYTES } from './limits.ts';
import { pad, unpad } from './padding.ts';
import { Purpose } from './preamble.ts';

/** Times are Unix seconds by the server's clock. */
interface Terms {
  readonly v: 1;
  readonly createdAt: number;
  readonly expiresAt: number;
  /** SPEC.md §10.4. Present if and only if the preamble has gates. */
  readonly gates?: PayloadGates;
}

export interface Field {
  readonly name: string;
  /** For a file field, a name in `files`. */
  readonly value: string;
}

export interface FileEntry {
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  /** The media type according to the sender's system. May be empty, and must not be trusted. */
  readonly type: string;
}

export interface SharePayload extends Terms {
  readonly kind: 'share';
  /** 1 to 100; 0 is unlimited. */
  readonly maxViews: number;
  readonly title?: string;
  readonly text?: string;
  readonly fields?: readonly Field[];
  /** A request link. */
  readonly reply?: string;
  readonly files?: readonly FileEntry[];
  /** bodySecret of SPEC.md §12; present if and only if the sum of the files' sizes is more than 0. */
  readonly body?: { readonly secret: string };
}

export interface RequestField {
  readonly name: string;
  readonly type: 'line' | 'text' | 'file';
}

export interface RequestPayload extends Terms {
  readonly kind: 'request';
  readonly title: string;
  readonly ask: string;
  readonly fields?: readonly RequestField[];
  /** 1 to 100. */
  readonly maxAnswers: number;
  /** Seconds from the time an answer goes live to its expiry. */
  readonly answerTtl: number;
  readonly keep: 'expiry' | 'read';
  /** X-Wing encapsulation key, 1216 bytes. */
  readonly publicKey: string;
  /** 32 bytes. */
  readonly answerSecret: string;
}

export interface PayloadOf {
  readonly [Purpose.share]: SharePayload;
  readonly [Purpose.request]: RequestPayload;
}
export type Payload = SharePayload | RequestPayload;

/** u32 n ‖ JSON ‖ zeros. @throws CryptoError `payload`, `file-name`, `base64url`, `utf8`, `too-large` */
export function encodePayload(payload: Payload): Bytes {
  if (payload.kind === 'share') expectShare(payload);
  else expectRequest(payload);
  return pad(encodeJson(payload), MAX_PLAINTEXT_BYTES);
}

const decoders: { readonly [P in Purpose]: (json: string) => PayloadOf[P] } = {
  [Purpose.share]: (json) => decodeJson(json, expectShare),
  [Purpose.request]: (json) => decodeJson(json, expectRequest),
};

/**
 * The inverse of `encodePayload`: the result encodes to the same bytes.
 * @param purpose the preamble's purpose, which the payload's kind must match
 * @param gates the preamble's gates, which the payload's must match
 * @throws CryptoError `too-large`, `padding`, `utf8`, `json`, `payload`, `file-name`, `base64url`
 */
export function decodePayload<P extends Purpose>(
  { purpose, gates }: { readonly purpose: P; readonly gates: Gates },
  plaintext: Uint8Array,
): PayloadOf[P] {
  if (plaintext.length > MAX_PLAINTEXT_BYTES) throw new CryptoError('too-large');
  const payload = decoders[purpose](unpad(plaintext));
  expect(gatesOf(payload.gates) === gates);
  return payload;
}

/** The file body's length before padding: the sum of the files' sizes. 0 if there is no file body. */
export function totalBytes(files: readonly FileEntry[] = []): number {
  return files.reduce((total, { size }) => total + size, 0);
}

/* The members of SPEC.md §10.1 and §10.2. All others are refused. */

function expectShare(value: unknown): asserts value is SharePayload {
  expectMembers(value, {
    required: ['v', 'kind', 'createdAt', 'expiresAt', 'maxViews'],
    optional: ['title', 'text', 'fields', 'reply', 'files', 'body', 'gates'],
  });
  expect(value['v'] === 1 && value['kind'] === 'share');
  expect(isInteger(value['createdAt'], 0) && isInteger(value['expiresAt'], 0));
  expect(isInteger(value['maxViews'], 0, MAX_VIEWS));
  expect(['title', 'text', 'reply'].every((name) => isOptional(value[name], isString)));
  expect(isOptional(value['fields'], isListOf(isField)));
  expect(['text', 'fields', 'files'].some((name) => value[name] !== undefined));
  expectFilesAndBody(value['files'], value['body']);
  expectGates(value['gates'], ['emails', 'members', 'notBefore'], Number(value['expiresAt']));
}

function expectFilesAndBody(files: unknown, body: unknown): void {
  expect(isOptional(files, isListOf(isFileEntry)));
  expectFileNames((files ?? []).map(({ name }) => name));
  const total = totalBytes(files);
  // Beyond 2⁵³ − 1 a sum is not exact any more.
  expect(Number.isSafeInteger(total) && total > 0 === (body !== undefined));
  if (body === undefined) return;
  expectMembers(body, { required: ['secret'], optional: [] });
  expectBytes(body['secret'], SECRET_BYTES);
}

function expectRequest(value: unknown): asserts value is RequestPayload {
  expectMembers(value, {
    required: [
      ...['v', 'kind', 'createdAt', 'expiresAt', 'title', 'ask'],
      ...['maxAnswers', 'answerTtl', 'keep', 'publicKey', 'answerSecret'],
    ],
    optional: ['fields', 'gates'],
  });
  expect(value['v'] === 1 && value['kind'] === 'request');
  expect(isInteger(value['createdAt'], 0) && isInteger(value['expiresAt'], 0));
  expect(isString(value['title']) && isString(value['ask']));
  expect(isOptional(value['fields'], isListOf(isRequestField)));
  expect(isInteger(value['maxAnswers'], 1, MAX_ANSWERS) && isInteger(value['answerTtl'], 1));
  expect(value['keep'] === 'expiry' || value['keep'] === 'read');
  expectBytes(value['publicKey'], PUBLIC_KEY_BYTES);
  expectBytes(value['answerSecret'], SECRET_BYTES);
  expectGates(value['gates'], ['members'], Number(value['expiresAt']));
}

function expectGates(gates: unknown, optional: readonly string[], expiresAt: number): void {
  if (gates === undefined) return;
  expectMembers(gates, { required: [], optional });
  const { emails, members, notBefore } = gates;
  expect(Object.keys(gates).length > 0 && !(emails !== undefined && members !== undefined));
  if (emails !== undefined) expectMembers(emails, { required: [], optional: [] });
  if (members !== undefined) {
    expectMembers(members, { required: [], optional: ['groups'] });
    expect(isOptional(members['groups'], isGroupList));
  }
  expect(notBefore === undefined || isInteger(notBefore, 0, expiresAt - 1));
}

function isField(value: unknown): value is Field {
  expectMembers(value, { required: ['name', 'value'], optional: [] });
  return isString(value['name']) && isString(value['value']);
}

function isFileEntry(value: unknown): value is FileEntry {
  expectMembers(value, { required: ['name', 'size', 'type'], optional: [] });
  return isString(value['name']) && isInteger(value['size'], 0) && isString(value['type']);
}

function isRequestField(value: unknown): value is RequestField {
  expectMembers(value, { required: ['name', 'type'], optional: [] });
  return isString(value['name']) && ['line', 'text', 'file'].some((type) => type === value['type']);
}

/* The types of members. */

function expect(condition: boolean): asserts condition {
  if (!condition) throw new CryptoError('payload');
}

function expectMembers(
  value: unknown,
  { required, optional }: { required: readonly string[]; optional: readonly string[] },
): asserts value is Readonly<Record<string, unknown>> {
  expect(isObject(value) && required.every((name) => Object.hasOwn(value, name)));
  expect(Object.keys(value).every((name) => required.includes(name) || optional.includes(name)));
}

function expectBytes(value: unknown, length: number): void {
  expect(isString(value));
  fromBase64url(value, length);
}

function isString(value: unknown): value is string {
  return typeof value === 'string';
}

function isInteger(value: unknown, min: number, max = Number.MAX_SAFE_INTEGER): boolean {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= min && value <= max;
}

function isOptional<T>(value: unknown, is: (value: unknown) => value is T): value is T | undefined {
  return value === undefined || is(value);
}

/** A list that is present is not empty, so that "none" has only one encoding. */
function isListOf<T>(is: (value: unknown) => value is T): (value: unknown) => value is readonly T[] {
  return (value): value is readonly T[] => Array.isArray(value) && value.length > 0 && value.every(is);
}
