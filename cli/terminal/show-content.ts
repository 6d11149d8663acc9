import { sep } from 'node:path';
import type { SharePayload } from '#crypto/payload.ts';
import { flush, writeTo } from './output.ts';
import { printable, printableLine, printablePath } from './printable.ts';
import type { SavedFile } from '#cli/files/save-files.ts';
import type { World } from '#cli/world.ts';
import { sizeInWords } from './wording.ts';
import { inWords } from '#cli/language/words.ts';
import { output as words } from '#cli/words/output.ts';

type Say = (line: string) => void;

/** Writes text to stdout, unchanged to a pipe or a file. On a terminal, makes control characters visible. */
async function showText({ stdout }: World, text: string, say: Say): Promise<void> {
  if (!stdout.isTTY) {
    await writeTo(stdout, text);
    return;
  }
  const shown = printable(text);
  await writeTo(stdout, shown);
  if (!text.endsWith('\n')) say('');
  if (shown !== text.replaceAll('\r\n', '\n')) {
    say(words.controlShown);
  }
}

/** Whether anything goes to standard output: text, fields or JSON, but not files. */
export const writesOutput = ({ text = '', fields }: SharePayload, asJson = false): boolean =>
  asJson || text !== '' || fields !== undefined;

/** Writes the text, then each field as a line `name: value`. Reports saved files on stderr. */
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

/** Adds the sealed name if the file was saved under another, because that one was unsafe or taken. */
function savedInWords({ name, path, size }: SavedFile): string {
  const values = { path: printablePath(path), size: sizeInWords(size) };
  const isSame = path === name || path.replaceAll(sep, '/').endsWith(`/${name}`);
  return isSame ? inWords(words.saved, values) : inWords(words.savedAs, { ...values, name: printablePath(name) });
}

/** The content as JSON, each file with its path on this machine. */
export function contentForPrograms({ title, text, fields, reply }: SharePayload, saved: readonly SavedFile[]) {
  return {
    ...(title !== undefined && { title }),
    ...(text !== undefined && { text }),
    ...(fields && { fields: fields.map(({ name, value }) => ({ name, value })) }),
    ...(reply !== undefined && { reply }),
    files: saved.map(({ name, path, size }) => ({ name, path, size })),
  };
}
