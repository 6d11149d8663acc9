import { createHash } from 'node:crypto';
import { once } from '#client/words/keep.ts';
import type { Reply } from './reply.ts';
import type { Headers } from './security-headers.ts';
import { chooseEncoding } from './choose-encoding.ts';
import type { Encoding } from './choose-encoding.ts';

type Bytes = Uint8Array<ArrayBuffer>;

/** A static file. Its tag and its encodings are computed on the first request and then kept. */
export interface Resource {
  readonly headers: () => Tagged;
  readonly plain: Bytes;
  readonly mediaType: string;
  readonly encoded: ReadonlyMap<Encoding, Encode>;
}

interface Tagged extends Headers {
  readonly etag: string;
}

/** @returns undefined if the result would not be smaller */
export type Encode = () => Promise<Bytes | undefined>;

export interface Representation {
  readonly mediaType: string;
  readonly headers: Headers;
  /** The tag of its language, if the request's Accept-Language chose this one of several. */
  readonly language?: string;
  readonly plain: Bytes;
  readonly encoded: ReadonlyMap<Encoding, Encode>;
}

export function createResource({ mediaType, headers, language, plain, encoded }: Representation): Resource {
  const chosenBy = [
    ...(encoded.size > 0 ? ['Accept-Encoding'] : []),
    ...(language === undefined ? [] : ['Accept-Language']),
  ];
  const tagged = () => ({
    ...headers,
    // Weak: the encodings of one content share it.
    etag: `W/"${createHash('sha256').update(plain).digest('base64url').slice(0, 22)}"`,
    ...(language !== undefined && { 'content-language': language }),
    ...(chosenBy.length > 0 && { vary: chosenBy.join(', ') }),
  });
  return {
    headers: once(tagged),
    plain,
    mediaType,
    encoded: new Map([...encoded].map(([encoding, encode]) => [encoding, once(encode)])),
  };
}

export interface Conditions {
  readonly acceptEncoding: string | undefined;
  readonly ifNoneMatch: string | undefined;
}

export async function replyWithResource(
  { headers, plain, mediaType, encoded }: Resource,
  { acceptEncoding, ifNoneMatch }: Conditions,
  status = 200,
): Promise<Reply> {
  const common = headers();
  if (status === 200 && matches(ifNoneMatch, common.etag)) return { status: 304, headers: common, body: null };
  const encoding = encoded.size > 0 ? chooseEncoding(acceptEncoding) : undefined;
  const body = encoding && (await encoded.get(encoding)?.());
  return {
    status,
    headers: { ...common, 'content-type': mediaType, ...(body && { 'content-encoding': encoding }) },
    body: body ?? plain,
  };
}

/** Longer than any cache's list of tags. A longer list is ignored, and the reply is the whole content. */
const MAX_TAGS_LENGTH = 1024;

/** RFC 9110 §13.1.2, with weak comparison. */
function matches(ifNoneMatch: string | undefined, etag: string): boolean {
  if (ifNoneMatch === undefined || ifNoneMatch.length > MAX_TAGS_LENGTH) return false;
  const opaque = etag.slice(2);
  return ifNoneMatch.split(',').some((entry) => {
    const tag = entry.trim();
    return tag === '*' || tag === etag || tag === opaque;
  });
}
