import type { JSX } from 'solid-js';
import { formatBytes } from '#web/i18n/sizes.ts';

export const filesCount = (count: number) => (count === 1 ? 'one file' : `${count.toLocaleString('en')} files`);

/** Words for attaching files, to a secret or to an answer. */
export const attach = {
  choose: 'Files',
  chooseFolder: 'Folder',
  drop: 'Drop the files here to add them.',
  looking: 'Reading what you chose…',
  failed:
    'The part of this page that handles files could not be loaded, so nothing was added. Check your connection and try again.',
  added: (count: number) => `${filesCount(count)} added.`,
  off: 'This service does not accept files. Remove them and seal the text alone.',
  list: 'Attached files',
  over: (overBytes: number, maxBytes: number) =>
    `That is ${formatBytes(overBytes)} too much: at most ${formatBytes(maxBytes)} fits in one share here. Remove some files, or send them in two shares.`,
  remove: 'Remove',
  removeOne: (name: string) => `Remove ${name}`,
  removed: (name: string) => `${name} removed.`,
  removeAll: 'Remove all',
  removedAll: 'All files removed.',
  showAll: (count: number) => `Show all ${count.toLocaleString('en')}`,
  showMore: (count: number, left: number) => `Show ${count} more of ${left.toLocaleString('en')}`,
  pasted: (at: Date, ending: string) => {
    const two = (part: number) => String(part).padStart(2, '0');
    const day = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
    return `Pasted ${day} at ${two(at.getHours())}.${two(at.getMinutes())}.${two(at.getSeconds())}.${ending}`;
  },
  textFileName: 'secret.txt',
  remarks: {
    nothing: 'There are no files in it, so nothing was added.',
    'too-many':
      'That makes more than 5,000 files, the most that fit in one share. None of them was added: pack them into one archive, or choose fewer.',
  },
  renamed: (others: number, name: JSX.Element): JSX.Element => [
    'File names can’t contain backslashes or control characters. One file will arrive as ',
    name,
    others === 0
      ? '.'
      : `, and ${others === 1 ? 'another name was' : `${others.toLocaleString('en')} other names were`} changed too. The list shows the new names.`,
  ],
  unreadable: (count: number) =>
    `${count === 1 ? 'One file or folder' : `${count.toLocaleString('en')} files or folders`} could not be read and ${count === 1 ? 'was' : 'were'} left out. Check that you have permission to open ${count === 1 ? 'it' : 'them'}, then add ${count === 1 ? 'it' : 'them'} again.`,
  tooLarge: (
    { others, size, maxBytes }: { readonly others: number; readonly size: number; readonly maxBytes: number },
    name: JSX.Element,
  ): JSX.Element => [
    name,
    ` is ${formatBytes(size)}, and at most ${formatBytes(maxBytes)} fits in one share here. `,
    others === 0
      ? 'It was left out: make it smaller or split it.'
      : `It was left out, and so ${others === 1 ? 'was another one' : `were ${others.toLocaleString('en')} others`}: make them smaller or split them.`,
  ],
};
