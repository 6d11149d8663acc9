export interface Attachment {
  /** A safe name without folders. */
  readonly name: string;
  /** Bytes, where they are known before the last one. */
  readonly sizeBytes?: number | undefined;
}

/** Whatever is inside, it is saved and never shown: it would run with this origin's rights. */
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

/** RFC 6266, with RFC 8187's form for what ASCII does not hold. */
function contentDisposition(name: string): string {
  const ascii = name.replace(/[^ -~]|["\\%]/gu, '_');
  return `attachment; filename="${ascii}"; filename*=UTF-8''${encoded(name)}`;
}

/** encodeURIComponent leaves four characters that are no attr-char. */
function encoded(name: string): string {
  const percent = (character: string) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
  return encodeURIComponent(name.toWellFormed()).replace(/['()*]/g, percent);
}
