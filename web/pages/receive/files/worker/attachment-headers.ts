import { toWellFormed } from '#crypto/well-formed.ts';
export interface Attachment {
  /** A safe file name without folders. */
  readonly name: string;
  /** Present if the size is known in advance. */
  readonly sizeBytes?: number | undefined;
}

/** The browser must save the content and never show it: it would run with the rights of this origin. */
export function attachmentHeaders({ name, sizeBytes }: Attachment): Record<string, string> {
  return {
    'content-type': 'application/octet-stream',
    'content-disposition': contentDisposition(name),
    'content-security-policy': "default-src 'none'; sandbox",
    'x-content-type-options': 'nosniff',
    'cross-origin-embedder-policy': 'require-corp',
    'cross-origin-resource-policy': 'same-origin',
    'cache-control': 'no-store',
    ...(sizeBytes !== undefined && { 'content-length': String(sizeBytes) }),
  };
}

/** RFC 6266, with the encoding of RFC 8187 for names beyond ASCII. */
function contentDisposition(name: string): string {
  const ascii = name.replace(/[^ -~]|["\\%]/gu, '_');
  return `attachment; filename="${ascii}"; filename*=UTF-8''${encoded(name)}`;
}

/** encodeURIComponent leaves four characters unescaped that are not attr-char. */
function encoded(name: string): string {
  const percent = (character: string) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
  return encodeURIComponent(toWellFormed(name)).replace(/['()*]/g, percent);
}
