/** The concatenated bytes of the files. */
export interface BodySource {
  /** Bytes [start, end). @throws SourceError when they cannot be read unchanged */
  read(start: number, end: number): Promise<Uint8Array<ArrayBuffer>>;
}

export interface SourceFile {
  /** Bytes. */
  readonly size: number;
  /** Bytes [start, end) of this file. */
  read(start: number, end: number): Promise<Uint8Array<ArrayBuffer>>;
}

/** A file changed, disappeared, or has another size. The upload cannot continue. */
export class SourceError extends Error {
  override readonly name = 'SourceError';
  /** The file's index in `concatenated`; undefined if it is not known. */
  readonly index?: number;

  constructor(message: string, options: ErrorOptions & { readonly index?: number } = {}) {
    super(message, options);
    if (options.index !== undefined) this.index = options.index;
  }
}

/** The file body of several files in their order. Reads only the files that contain the requested bytes. */
export function concatenated(files: readonly SourceFile[]): BodySource {
  const starts: number[] = [];
  let total = 0;
  for (const { size } of files) {
    starts.push(total);
    total += size;
  }
  return {
    async read(start, end) {
      const first = fileAt(starts, start);
      const [only, begins = 0] = [files[first], starts[first]];
      if (only && start < end && end <= begins + only.size)
        return readExactly(only, { start: start - begins, end: end - begins, index: first });
      const bytes = new Uint8Array(Math.max(0, Math.min(end, total) - start));
      for (let i = first; i < files.length; i++) {
        const [file, offset] = [files[i], starts[i]];
        if (file === undefined || offset === undefined || offset >= end) break;
        const from = Math.max(0, start - offset);
        const until = Math.min(file.size, end - offset);
        if (from >= until) continue;
        bytes.set(await readExactly(file, { start: from, end: until, index: i }), offset + from - start);
      }
      return bytes;
    },
  };
}

/** The last file that begins at or before `position`. An empty file begins where the next one does. */
function fileAt(starts: readonly number[], position: number): number {
  let low = 0;
  let high = starts.length;
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    if ((starts[middle] ?? Infinity) <= position) low = middle;
    else high = middle;
  }
  return low;
}

interface Stretch {
  readonly start: number;
  readonly end: number;
  readonly index: number;
}

async function readExactly(file: SourceFile, { start, end, index }: Stretch): Promise<Uint8Array<ArrayBuffer>> {
  try {
    const bytes = await file.read(start, end);
    if (bytes.length === end - start) return bytes;
  } catch (cause) {
    throw new SourceError('unreadable', { cause, index });
  }
  throw new SourceError('unexpected number of bytes', { index });
}
