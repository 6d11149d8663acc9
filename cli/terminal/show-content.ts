import { sep } from 'node:path';
import type { SharePayload } from '#crypto/payload.ts';
import { flush, writeTo } from './output.ts';
import { printable, printableLine, printablePath } from './printable.ts';
import type { SavedFile } from '#cli/files/save-files.ts';
import type { World } from '#cli/world.ts';
import { sizeInWords } from './wording.ts';

type Say = (line: string) => void;

/** Text to stdout exactly, where that is a pipe or a file; on a terminal, what would command it is made visible. */
export async function showText({ stdout }: World, text: string, say: Say): Promise<void> {
  if (!stdout.isTTY) {
    await writeTo(stdout, text);
    return;
  }
  const shown = printable(text);
  await writeTo(stdout, shown);
  if (!text.endsWith('\n')) say('');
  if (shown !== text.replaceAll('\r\n', '\n')) {
    say('(Control characters are shown as \\x1b or \\u{202e}. In a pipe, the text comes exactly as it was sealed.)');
  }
}

/** Whether any of it goes to standard output: text and fields, or JSON. Files do not. */
export const writesOutput = ({ text = '', fields }: SharePayload, asJson = false): boolean =>
  asJson || text !== '' || fields !== undefined;

/** Text first, then each field as a line `name: value`; where files are, to stderr. */
export async function showContent(
  world: World,
  payload: SharePayload,
  { saved, say }: { saved: readonly SavedFile[]; say: Say },
) {
  const pathOf = new Map(saved.map(({ name, path }) => [name, path]));
  if (payload.text !== undefined && payload.text !== '') await showText(world, payload.text, say);
  for (const { name, value } of payload.fields ?? []) {
    await showText(world, `${printableLine(name)}: ${pathOf.get(value) ?? value}\n`, say);
  }
  for (const file of saved) say(savedInWords(file));
  await flush();
}

/** With the name that was sealed, where another one was safe or free here. */
function savedInWords({ name, path, size }: SavedFile): string {
  const line = `Saved ${printablePath(path)} (${sizeInWords(size)})`;
  const isSame = path === name || path.replaceAll(sep, '/').endsWith(`/${name}`);
  return isSame ? line : `${line}. It was sealed as ${printablePath(name)}`;
}

/** The same for programs: every file with the path at which it is. */
export function contentForPrograms({ title, text, fields, reply }: SharePayload, saved: readonly SavedFile[]) {
  return {
    ...(title !== undefined && { title }),
    ...(text !== undefined && { text }),
    ...(fields && { fields: fields.map(({ name, value }) => ({ name, value })) }),
    ...(reply !== undefined && { reply }),
    files: saved.map(({ name, path, size }) => ({ name, path, size })),
  };
}
