import type { JSX } from 'solid-js';
import { signIn } from './service-failure.ts';

/** Loaded with the files alone. */
export const receiveFiles = {
  label: 'Files',
  provenance: 'Files come from whoever sent the link, not from us.',
  zipName: 'files.zip',
  save: 'Save',
  saveAgain: 'Save again',
  saveAll: 'Save all as one zip',
  saveAllAgain: 'Save the zip again',
  savedAs: (name: JSX.Element): JSX.Element => [
    'Saved as ',
    name,
    ', because its own name is not safe on this device.',
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
    offline: 'The line is down. It goes on by itself, from where it was.',
    busy: 'The server is busy. It goes on by itself, from where it was.',
    server: 'The server has a fault just now. It goes on by itself, from where it was.',
    strange: 'The server’s answer makes no sense. It is asked again by itself.',
    'sign-in': `${signIn} It goes on from where it was.`,
  },
  stalled:
    'The browser takes no more of it for now. If this download was paused, let it go on; if it was ended, cancel it here and save it again.',
  saved: 'Saved',
  savedAll: 'All saved, as files.zip',
  failed: {
    stopped: 'The browser ended this download, and nothing of it was kept.',
    'too-large':
      'This browser can only save what fits into its memory, and this is larger. Save the files one by one, or reload this page: that spends nothing. Current versions of Chrome, Edge, Firefox and Safari, in a normal window, save any size.',
    unloaded: 'A part of this page could not be loaded. Nothing is lost: try again.',
    over: 'The server has ended this opening, and gives out no more of it. Ask the sender to send it again.',
    forged: 'What the server sent is not what was sealed. It was refused, and nothing of it was kept. Tell the sender.',
    strange: 'The server’s answer makes no sense to this page. Nothing of it was kept.',
    unwritten: 'This device could not write it; its disk may be full. Nothing of it was kept.',
  },
  preview: {
    open: 'Look',
    openFile: (name: string) => `Look at ${name}`,
    close: 'Close',
    closeFile: (name: string) => `Close the look at ${name}`,
    loading: 'Fetching a look at it…',
    picture: (name: string) => `Picture of ${name}`,
    text: (name: string) => `Text of ${name}`,
    cut: (size: string) => `Only its first ${size}. Save it to have the rest.`,
    nothing: 'There is no look at this one: it is neither a plain picture nor plain text, whatever its name says.',
  },
  pages: {
    label: 'Pages of files',
    range: (first: number, last: number, count: number) =>
      `Files ${first.toLocaleString('en')}–${last.toLocaleString('en')} of ${count.toLocaleString('en')}`,
    previous: 'Previous',
    next: 'Next',
  },
  enough: {
    ask: 'I have all I need: let it be destroyed',
    askMore: 'I have all I need',
    question: 'What you have not saved cannot be fetched with this opening again.',
    yes: 'I have what I need',
    no: 'Keep it',
  },
} as const;
