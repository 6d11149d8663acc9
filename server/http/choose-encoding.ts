/** In our order of preference, used if the client has none. */
export const encodings = ['br', 'gzip'] as const;
export type Encoding = (typeof encodings)[number];

export const fileEnding: Readonly<Record<Encoding, string>> = { br: '.br', gzip: '.gz' };

/** Fonts and pictures are already compressed. */
export function isCompressible(path: string): boolean {
  return /\.(html|js|css|svg|json|txt|webmanifest|map)$/.test(path);
}

/** Longer than any browser sends. A longer header is ignored, because the plain form is always acceptable. */
const MAX_HEADER_LENGTH = 512;

/**
 * RFC 9110 §12.5.3. @returns undefined to send the content uncompressed, also to a client that accepts none of our
 * encodings
 */
export function chooseEncoding(acceptEncoding = ''): Encoding | undefined {
  if (acceptEncoding.length > MAX_HEADER_LENGTH) return undefined;
  const weights = parseWeights(acceptEncoding);
  const weightOf = (coding: string) => weights.get(coding) ?? weights.get('*') ?? 0;
  const plain = weights.get('identity') ?? 0;
  let best: Encoding | undefined;
  for (const encoding of encodings) {
    const weight = weightOf(encoding);
    if (weight > 0 && weight >= plain && weight > (best === undefined ? 0 : weightOf(best))) best = encoding;
  }
  return best;
}

function parseWeights(header: string): Map<string, number> {
  const weights = new Map<string, number>();
  for (const entry of header.toLowerCase().split(',')) {
    const [coding = '', ...parameters] = entry.split(';').map((part) => part.trim());
    const weight = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2);
    if (coding !== '') weights.set(coding, weight === undefined ? 1 : toWeight(weight));
  }
  return weights;
}

function toWeight(text: string): number {
  return /^[01](\.\d{0,3})?$/.test(text) ? Math.min(Number(text), 1) : 0;
}
