import type { JSX } from 'solid-js';
import { formatBytes } from '#web/i18n/sizes.ts';

export const filesCount = (count: number) => (count === 1 ? 'one file' : `${count.toLocaleString('en')} files`);

/** How files come along with what is written, whatever it is. */
export const attach = {
  choose: 'Files',
  chooseFolder: 'Folder',
  drop: 'Let go, and they are on the sheet.',
  looking: 'Looking through what you chose…',
  failed:
    'The part of this page that carries files did not arrive, so nothing was added. Check your connection and try again.',
  added: (count: number) => `${filesCount(count)} added.`,
  off: 'This service takes no files. Remove them, and seal the text alone.',
  list: 'Files that go along',
  over: (overBytes: number, maxBytes: number) =>
    `That is ${formatBytes(overBytes)} too much: ${formatBytes(maxBytes)} at most fit in one share here. Remove some, or split them over two.`,
  remove: 'Remove',
  removeOne: (name: string) => `Remove ${name}`,
  removed: (name: string) => `${name} is removed.`,
  removeAll: 'Remove all',
  removedAll: 'All files are removed.',
  showAll: (count: number) => `Show all ${count.toLocaleString('en')}`,
  showMore: (count: number, left: number) => `Show ${count} more of ${left.toLocaleString('en')}`,
  pasted: (at: Date, ending: string) => {
    const two = (part: number) => String(part).padStart(2, '0');
    const day = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
    return `Pasted ${day} at ${two(at.getHours())}.${two(at.getMinutes())}.${two(at.getSeconds())}.${ending}`;
  },
  textFileName: 'secret.txt',
  remarks: {
    nothing: 'There is no file in it, so nothing was added.',
    'too-many':
      'That is more than 5,000 files, and no more fit in one share. None of them was added: pack them into one archive, or choose fewer.',
  },
  renamed: (others: number, name: JSX.Element): JSX.Element => [
    'A name cannot hold a backslash or a control character. One file will arrive as ',
    name,
    others === 0
      ? '.'
      : `, and ${others === 1 ? 'another name was' : `${others.toLocaleString('en')} other names were`} changed, too. The list shows the new names.`,
  ],
  unreadable: (count: number) =>
    `${count === 1 ? 'One file or folder' : `${count.toLocaleString('en')} files or folders`} could not be read and ${count === 1 ? 'was' : 'were'} left out. Look whether you may open them, and add them again.`,
  tooLarge: (
    { others, size, maxBytes }: { readonly others: number; readonly size: number; readonly maxBytes: number },
    name: JSX.Element,
  ): JSX.Element => [
    name,
    ` is ${formatBytes(size)}, and ${formatBytes(maxBytes)} at most fit in one share here. `,
    others === 0
      ? 'It was left out: make it smaller, or split it.'
      : `It was left out, and so ${others === 1 ? 'was another one' : `were ${others.toLocaleString('en')} others`}: make them smaller, or split them.`,
  ],
};
