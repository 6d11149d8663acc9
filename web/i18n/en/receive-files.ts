import type { JSX } from 'solid-js';
import type { Leftover } from '#web/pages/receive/files/sinks/sink.ts';
import { signIn } from './service-failure.ts';

/** Loaded only when a secret has files. */
export const receiveFiles = {
  label: 'Files',
  provenance: 'These files come from the sender. We can’t scan them.',
  zipName: 'files.zip',
  save: 'Save',
  saveAgain: 'Save again',
  saveAll: 'Save all as one zip',
  saveAllAgain: 'Save the zip again',
  savedAs: (name: JSX.Element): JSX.Element => [
    'Saved as ',
    name,
    ', because the original name is not safe on this device.',
  ],
  losesDot: 'Most browsers drop the dot at the start of this name. The zip keeps it.',
  changedNames: (count: number) =>
    count === 1
      ? 'One name is changed when it is saved. The new name is below.'
      : `${count.toLocaleString('en')} names are changed when they are saved. The new names are below.`,
  cancel: 'Cancel',
  cancelFile: (name: string) => `Cancel saving ${name}`,
  again: 'Try again',
  waiting: 'Waiting for its turn…',
  progressOf: (name: string) => `Saving ${name}`,
  progressAll: 'Saving all files',
  serviceFailure: {
    offline: 'The connection is down. The download continues automatically from where it stopped.',
    busy: 'The server is busy. The download continues automatically from where it stopped.',
    server: 'Something went wrong on our side. The download continues automatically from where it stopped.',
    strange: 'This page does not understand the server’s response. Retrying automatically.',
    'sign-in': `${signIn} The download continues from where it stopped.`,
  },
  stalled:
    'The browser accepts no more data for now. If you paused this download, resume it. If you cancelled it there, cancel it here too and save the file again.',
  saved: 'Saved',
  savedAll: 'All saved, as files.zip',
  failed: {
    stopped: 'The browser ended this download.',
    'too-large':
      'This file is larger than what this browser can save in this window. Current versions of Chrome, Edge, Firefox and Safari save any size in a normal window. If the secret can be opened again, open its link there; if not, ask the sender to send it again.',
    unloaded: 'Part of this page could not be loaded. Nothing is lost: try again.',
    over: 'The server has ended this opening and no longer provides the files. Ask the sender to send them again.',
    forged: 'The server sent something other than what was sealed. It was rejected. Tell the sender.',
    strange: 'This page does not understand the server’s response.',
    unwritten: 'This device could not write the file; its disk may be full.',
  },
  zipTooLarge:
    'The zip is larger than what this browser can save in this window. Save the files one by one. Current versions of Chrome, Edge, Firefox and Safari save any size in a normal window.',
  cancelled: 'Cancelled.',
  /** After “Cancelled.” or an error. */
  left: {
    nothing: 'Nothing was saved.',
    'empty-file': 'An empty file may be left in the folder that you chose. Delete it there.',
    'unfinished-download': 'Your browser may have left an unfinished file in its download folder. Delete it there.',
  } satisfies Record<Leftover, string>,
  preview: {
    open: 'Preview',
    openFile: (name: string) => `Preview ${name}`,
    close: 'Close preview',
    closeFile: (name: string) => `Close preview of ${name}`,
    loading: 'Loading the preview…',
    picture: (name: string) => `Picture of ${name}`,
    text: (name: string) => `Text of ${name}`,
    cut: (size: string) => `Only the first ${size} is shown. Save the file to see the rest.`,
    nothing: 'No preview: this file is neither a plain picture nor plain text, whatever its name says.',
  },
  pages: {
    label: 'Pages of files',
    range: (first: number, last: number, count: number) =>
      `Files ${first.toLocaleString('en')}–${last.toLocaleString('en')} of ${count.toLocaleString('en')}`,
    previous: 'Previous',
    next: 'Next',
  },
  enough: {
    ask: 'Done, delete the files now',
    askMore: 'Done with these files',
    question: 'Files that you have not saved can’t be downloaded again with this opening.',
    yes: 'I have what I need',
    no: 'Keep the files',
  },
} as const;
