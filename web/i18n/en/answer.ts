import type { JSX } from 'solid-js';
import type { ClosedState, AnswerError } from '#web/pages/answer/state.ts';
import type { ServiceFailure } from '#client/errors.ts';
import { formatAbsolute, formatClock } from '#web/i18n/dates.ts';
import { formatBytes } from '#web/i18n/sizes.ts';
import { receive } from './receive.ts';
import { inBytes, namesTooLong, takesLess } from './room.ts';
import type { Room } from './room.ts';
import { roundedUp, span } from './span.ts';
import { signIn, serviceFailure } from './service-failure.ts';

const minutes = (seconds: number) => (seconds < 120 ? 'a minute' : `${Math.ceil(seconds / 60)} minutes`);

type Told =
  | 'service'
  | 'too-long'
  | 'names-too-long'
  | 'quota'
  | 'no-space'
  | 'files-too-large'
  | 'file-changed'
  | 'fields-empty'
  | 'not-accepting';

export const answer = {
  documentTitle: 'Asked of you',
  looking: 'Looking at what is asked of you…',
  unreachable: {
    title: 'Not reached yet',
    next: 'It is tried again by itself.',
    now: 'Try now',
  },
  serviceFailure,
  key: {
    missing: {
      title: 'The key is missing',
      text: 'A request’s link ends in # and a key. This one has lost it on its way. Paste the whole link here, or ask for it again. Nothing has been asked of the server.',
    },
    cut: {
      title: 'The key is cut off',
      text: 'The link ends too early: something on its way has shortened it. Paste the whole link here, or ask for it again.',
    },
    wrong: {
      title: 'The key does not fit',
      text: 'It is mistyped, or it belongs to another request. Paste the link as it was sent, or ask for it again.',
    },
    address: {
      title: 'The link is damaged',
      text: 'The part before the # is not the address of a request. Open the link as it was sent, or ask for it again.',
    },
    foreign: (origin: string) => ({
      title: 'That link leads elsewhere',
      text: `It belongs to ${origin}, which is another service. Nothing was sent there. Open it there if you trust it, or paste this request’s own key.`,
    }),
    other: {
      title: 'That link is for another page',
      text: 'It is sound, but it is not the key of the request at this address.',
      go: 'Go to that page',
    },
    label: receive.key.label,
    hint: receive.key.hint,
    use: receive.key.use,
    empty: receive.key.empty,
  },
  nothing: {
    title: 'There is nothing here',
    text: 'The key fits this link, but the server knows no such request. It may have ended long ago.',
    next: 'If you should still answer, ask for a new link.',
  },
  forged: {
    title: 'This is not what was asked',
    text: 'What the server sent does not belong to this link: the question, or the key that answers are sealed for, has been changed. It is not shown, and nothing was sent.',
    next: 'Tell whoever sent you the link, and do not use this service for secrets until it is cleared up.',
  },
  incapable: {
    title: 'This browser cannot seal an answer',
    text: 'Its cryptography is missing or gives wrong results. It was tried first: nothing was asked of the server, and nothing was sent.',
    next: 'Open the link in a current browser.',
  },
  over: {
    full: {
      title: 'No place left',
      text: () => 'All the answers it takes have been sent, or are on their way. Nothing more can be sent.',
      next: 'If yours is still wanted, ask for a new link. If nobody else should have answered, tell them.',
    },
    closed: {
      title: 'Closed',
      text: (when: string | undefined) =>
        `Whoever asked takes no more answers${when === undefined ? '' : ` since ${when}`}.`,
      next: 'If you should still answer, ask for a new link.',
    },
    expired: {
      title: 'Its time is over',
      text: (when: string | undefined) => `It took answers until ${when ?? 'a time that has passed'}.`,
      next: 'If you should still answer, ask for a new link.',
    },
    deleted: {
      title: 'Deleted',
      text: (when: string | undefined) =>
        `Whoever asked has deleted the request${when === undefined ? '' : `, on ${when}`}. Nothing can be sent any more.`,
      next: 'If you did not expect that, ask them.',
    },
    destroyed: {
      title: 'Gone',
      text: (when: string | undefined) =>
        `The request is no longer on this service${when === undefined ? '' : `, since ${when}`}.`,
      next: 'If you should still answer, ask for a new link.',
    },
  } satisfies Record<
    ClosedState,
    { readonly title: string; readonly text: (when: string | undefined) => string; readonly next: string }
  >,
  lookAgain: 'Look again',

  who: 'Whoever sent you this link can read your answer. If you do not know who that is, ask them another way.',
  until: (relative: string, absolute: string, left: number) =>
    `It takes ${left === 1 ? 'one more answer' : `${left} more answers`}, until ${absolute} (${relative}).`,
  mismatch: {
    title: 'The server did not keep to what was asked',
    text: (terms: { answers: string; until: string }) =>
      `Whoever asked sealed: it takes ${terms.answers}, until ${terms.until}. The server says something else. The question is exactly what was sealed, but tell whoever sent you the link.`,
    answers: (count: number) => (count === 1 ? 'one answer' : `${count} answers`),
  },
  stays: {
    expiry: (span: string) => `Your answer stays for ${span}, read or not; you can delete it before.`,
    read: (span: string) =>
      `Your answer stays until it is read, and for ${span} at the most; you can delete it before.`,
  },
  form: 'Your answer',
  text: 'Your answer',
  textPlaceholder: 'Write or paste it here.',
  more: 'Anything else',
  morePlaceholder: 'A note, if one is needed.',
  addMore: 'Add a note or files',
  file: {
    choose: 'Choose a file',
    chooseFor: (name: string) => `Choose a file for ${name}`,
    another: 'Choose another',
    anotherFor: (name: string) => `Choose another file for ${name}`,
    remove: 'Remove',
    removeFor: (name: string) => `Remove the file for ${name}`,
    facts: (bytes: number) => formatBytes(bytes),
    none: 'No file yet.',
    many: 'This field takes one file. Put several into one archive.',
    folder: 'This field takes a file, not a folder. Put the folder into one archive.',
  },

  seal: 'Seal and send',
  shortcut: { mac: '⌘ + Enter seals and sends', other: 'Ctrl + Enter seals and sends' },
  sealing: 'Sealing…',
  sending: 'Handing it over…',
  cancel: 'Cancel',

  error: {
    'takes-less': takesLess,
    empty: 'There is nothing in it yet. Write what was asked for, or add a file.',
    malformed: 'There is half a character in it, often an emoji cut in two. Find it and remove it.',
    'files-off': 'This service takes no files. Remove them, and send the text alone.',
    'upload-lost':
      'The server has given this answer up, perhaps because it took too long. All of it is still here: send again, and it starts over.',
    'upload-stopped':
      'The upload has stopped in this browser, and nothing was handed over. All of it is still here: check your connection and send again.',
    'strange-terms':
      'The server no longer allows what this request was made with. Copy what you wrote, and ask for a new link.',
    refused: 'The server refused it. Change something and send again: it is then a new answer.',
    unable: 'This browser fails at the arithmetic that sealing needs, so nothing was sent. Try a current browser.',
  } satisfies Record<Exclude<AnswerError['kind'], Told>, string>,
  notAccepting: {
    full: 'Others were quicker: it has all the answers it takes. What you wrote is still here and was not sent. If it is still wanted, copy it and ask for a new link.',
    closed:
      'It was closed meanwhile and takes no more answers. What you wrote is still here and was not sent. If it is still wanted, copy it and ask for a new link.',
    expired:
      'Its time ran out meanwhile. What you wrote is still here and was not sent. If it is still wanted, copy it and ask for a new link.',
    deleted:
      'It was deleted meanwhile. What you wrote is still here and was not sent. If you did not expect that, ask whoever sent you the link.',
    destroyed: 'It is no longer on this service. What you wrote is still here and was not sent. Ask for a new link.',
  } satisfies Record<ClosedState, string>,
  tooLong: (room: Room) => `This is too long to seal. ${inBytes(room)} Shorten it, or add it as a file.`,
  namesTooLong,
  noSpace: (afterSeconds: number | undefined) =>
    `The server has no room for this just now, and keeps nothing of it. All of it is still here: send again ${
      afterSeconds === undefined ? 'later' : `in ${span(roundedUp(afterSeconds))}`
    }, or send less.`,
  quota: (afterSeconds: number | undefined) =>
    `This is more than you may still store here today. What you wrote is still here: ${
      afterSeconds === undefined ? 'send again tomorrow' : `send again in ${span(roundedUp(afterSeconds))}`
    }, or send less.`,
  fieldsEmpty: (names: readonly JSX.Element[]): JSX.Element => [
    names.length === 1 ? 'This is still empty: ' : 'These are still empty: ',
    names.map((name, i) => [i === 0 ? '' : ', ', name]),
    `. Fill ${names.length === 1 ? 'it' : 'them'} in, or send again as it is.`,
  ],
  filesTooLarge: (maxBytes: number | undefined) =>
    maxBytes === undefined
      ? 'These files are more than the server takes. Remove some, and send again.'
      : `These files are more than the server takes, which is ${formatBytes(maxBytes)}. Remove some, and send again.`,
  fileChanged: (name: JSX.Element): JSX.Element => [
    name ?? 'One of the files',
    ' has changed or cannot be read any more, so nothing was handed over. Close whatever writes to it, or choose it anew; then send again.',
  ],
  sendFailure: (now: ServiceFailure) => {
    switch (now.kind) {
      case 'sign-in':
        return signIn;
      case 'offline':
        return 'There is no connection to the server. What you wrote is still here: check your network and send again.';
      case 'busy':
        return `The server has been asked too often from your address. What you wrote is still here: send again in ${minutes(now.afterSeconds ?? 60)}.`;
      case 'server':
        return 'The server has a fault of its own just now. What you wrote is still here: send again in a minute.';
      case 'strange':
        return 'The server answered in a way that this page does not understand. Copy what you wrote, load the page again, and send it there.';
    }
  },

  sent: {
    title: 'Sent.',
    lede: (clock: string) => `Sealed and handed over at ${clock}. Only whoever asked can open it.`,
    ledeEnded: (clock: string) => `Sealed and handed over at ${clock}.`,
    looking: 'Looking whether it was read…',
    unread: 'Not read yet.',
    watching: 'This page shows it as soon as it is.',
    readAt: (when: string) => `Read on ${when}.`,
    readText: 'Whoever asked has opened your answer.',
    ended: {
      deleted: (when: string) => `Deleted on ${when}, before it was read.`,
      expired: (when: string) => `Expired on ${when} without having been read.`,
      gone: (when: string) => `Gone since ${when}.`,
    },
    endedText: 'Nobody can open it any more.',
    serviceFailure: 'That may be old.',
    now: 'Look now',
    until: 'Stays until',
    untilText: (at: number) => `${formatAbsolute(at)}, your local time`,
    yours: 'Yours alone',
    manage: 'This receipt, to keep',
    copyManage: 'Copy that link',
    manageHint: 'With it you can look again, or delete the answer. It is kept nowhere else.',
    copied: 'Copied',
    remove: 'Delete the answer',
    removeQuestion: 'Delete it now? Nobody can read it any more, and the place it took stays taken.',
    removeYes: 'Delete it',
    removeNo: 'Keep it',
    removing: 'Deleting…',
    removeFailed: 'It is not deleted yet: the server was not reached, or would not. Try again.',
  },
  clock: formatClock,
};
