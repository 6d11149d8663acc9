import { open, readdir, stat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import type { SourceFile } from '#client/body-source.ts';
import { isFileName } from '#crypto/file-names.ts';
import type { FileEntry } from '#crypto/payload.ts';
import { Failure } from './exit-codes.ts';

/** A file of this machine as it was when it was found: its entry in the payload, and where its bytes come from. */
export interface LocalFile extends SourceFile {
  readonly entry: FileEntry;
}

interface Found {
  readonly path: string;
  readonly name: string;
}

/**
 * Files, and the files in folders by their relative paths. A link that is named is followed, one in a folder is not: nobody
 * should send by accident what lies elsewhere.
 * @param onSkipped of what is neither file nor folder, by its name here
 * @throws Failure for what is not there, cannot be sent, or has the name of another
 */
export async function readFiles(paths: readonly string[], onSkipped: (path: string) => void): Promise<LocalFile[]> {
  const found: Found[] = [];
  for (const path of paths) found.push(...(await filesAt(path, onSkipped)));
  const files = await Promise.all(found.map(localFile));
  const names = new Set<string>();
  for (const { entry } of files) {
    if (names.has(entry.name))
      throw new Failure('misused', `Two files would be called ${entry.name}. Send them apart.`);
    names.add(entry.name);
  }
  return files;
}

async function filesAt(path: string, onSkipped: (path: string) => void): Promise<Found[]> {
  const about = await stat(path).catch((cause: unknown) => {
    throw new Failure('misused', `There is no file or folder ${path} that can be read.`, { cause });
  });
  const name = basename(resolve(path));
  if (about.isFile()) return [{ path, name }];
  if (!about.isDirectory()) throw new Failure('misused', `${path} is neither a file nor a folder.`);
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  const found = entries.flatMap((entry) => {
    const whole = join(entry.parentPath, entry.name);
    if (entry.isFile())
      return [{ path: whole, name: join(name, whole.slice(join(path, '/').length)).replaceAll('\\', '/') }];
    if (!entry.isDirectory()) onSkipped(whole);
    return [];
  });
  if (found.length === 0) throw new Failure('misused', `There are no files in ${path}.`);
  return found.sort((one, other) => (one.name < other.name ? -1 : 1));
}

async function localFile({ path, name }: Found): Promise<LocalFile> {
  if (!isFileName(name)) {
    throw new Failure('misused', 'A file has a name that cannot be sent: with a control character or a backslash.');
  }
  const { size, mtimeMs } = await stat(path);
  return {
    entry: { name, size, type: '' },
    size,
    async read(start, end) {
      const file = await open(path);
      try {
        const now = await file.stat();
        if (now.size !== size || now.mtimeMs !== mtimeMs) throw new Error('changed');
        const bytes = new Uint8Array(end - start);
        let read = 0;
        while (read < bytes.length) {
          const { bytesRead } = await file.read(bytes, read, bytes.length - read, start + read);
          if (bytesRead === 0) break;
          read += bytesRead;
        }
        return bytes.subarray(0, read);
      } finally {
        await file.close();
      }
    },
  };
}
