import { createHash } from 'node:crypto';
import type { Answer } from '#server/http/answer.ts';
import type { Headers } from '#server/http/security-headers.ts';
import { chooseEncoding } from './choose-encoding.ts';
import type { Encoding } from './choose-encoding.ts';

type Bytes = Uint8Array<ArrayBuffer>;

/** Something static, held in memory in each of its encodings, with its headers made. */
export interface Resource {
  readonly etag: string;
  readonly plain: Variant;
  readonly encoded: ReadonlyMap<Encoding, Variant>;
  readonly notModifiedHeaders: Headers;
}

interface Variant {
  readonly headers: Headers;
  readonly body: Bytes;
}

export interface Representation {
  readonly mediaType: string;
  readonly headers: Headers;
  readonly plain: Bytes;
  readonly encoded: ReadonlyMap<Encoding, Bytes>;
}

export function createResource({ mediaType, headers, plain, encoded }: Representation): Resource {
  // Weak: the encodings of one content share it.
  const etag = `W/"${createHash('sha256').update(plain).digest('base64url').slice(0, 22)}"`;
  const common = { ...headers, etag, ...(encoded.size > 0 && { vary: 'Accept-Encoding' }) };
  const variant = (body: Bytes, encoding?: Encoding): Variant => ({
    headers: { ...common, 'content-type': mediaType, ...(encoding && { 'content-encoding': encoding }) },
    body,
  });
  return {
    etag,
    plain: variant(plain),
    encoded: new Map([...encoded].map(([encoding, body]) => [encoding, variant(body, encoding)])),
    notModifiedHeaders: common,
  };
}

export interface Conditions {
  readonly acceptEncoding: string | undefined;
  readonly ifNoneMatch: string | undefined;
}

export function answerResource(resource: Resource, { acceptEncoding, ifNoneMatch }: Conditions, status = 200): Answer {
  if (status === 200 && matches(ifNoneMatch, resource.etag)) {
    return { status: 304, headers: resource.notModifiedHeaders, body: null };
  }
  const encoding = resource.encoded.size > 0 ? chooseEncoding(acceptEncoding) : undefined;
  const { headers, body } = (encoding && resource.encoded.get(encoding)) ?? resource.plain;
  return { status, headers, body };
}

/** RFC 9110 §13.1.2, by weak comparison. */
function matches(ifNoneMatch: string | undefined, etag: string): boolean {
  if (ifNoneMatch === undefined) return false;
  const opaque = etag.slice(2);
  return ifNoneMatch.split(',').some((entry) => {
    const tag = entry.trim();
    return tag === '*' || tag === etag || tag === opaque;
  });
}
