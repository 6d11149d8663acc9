import type { JSX } from 'solid-js';
import type { ClosedState, AnswerError } from '#web/pages/answer/state.ts';
import type { ServiceFailure } from '#client/errors.ts';
import { formatAbsolute, formatClock } from '#web/i18n/dates.ts';
import { formatBytes } from '#web/i18n/sizes.ts';
import type { Message } from '#client/words/message.ts';
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
  documentTitle: 'A request for you',
  looking: 'Loading the request…',
  unreachable: {
    title: 'Not loaded yet',
    next: 'Retrying automatically.',
    now: 'Retry now',
  },
  serviceFailure,
  key: {
    missing: {
      title: 'The key is missing',
      text: 'A link to a request ends in # and a key. This link has no key. Paste the whole link here, or ask for it again. Nothing has been requested from the server.',
    },
    cut: {
      title: 'The key is cut off',
      text: 'The link or key is incomplete: it was shortened on the way. Paste the whole link here, or ask for it again.',
    },
    wrong: {
      title: 'The key does not fit',
      text: 'It is mistyped, or it belongs to another request. Paste the link as it was sent, or ask for it again.',
    },
    address: {
      title: 'The link is damaged',
      text: 'The part before the # is not the address of a request. Open the link as it was sent, or ask for it again.',
    },
    foreign: {
      title: 'That link is for another service',
      text: [
        'That link belongs to ',
        ['origin'],
        '. Nothing was sent there. Open it there if you trust that service, or paste this request’s own key here.',
      ] as Message<{ readonly origin: string }>,
    },
    other: {
      title: 'That link is for another page',
      text: 'The link is valid, but it is not the key to the request at this address.',
      go: 'Go to that page',
    },
    label: 'Key or whole link',
    hint: 'It stays in this tab.',
    use: 'Use this key',
    empty: 'Paste the key or the whole link first.',
  },
  nothing: {
    title: 'There is nothing here',
    text: 'The key fits this link, but the server has no such request. It may have ended long ago.',
    next: 'If your answer is still wanted, ask for a new link.',
  },
  forged: {
    title: 'This is not the original request',
    text: 'The server sent something that does not belong to this link: the question, or the key that answers are sealed for, has been changed. It is not shown, and nothing was sent.',
    next: 'Tell the person who sent you the link, and do not use this service for secrets until this is explained.',
  },
  incapable: {
    title: 'This browser can’t seal an answer',
    text: 'Its cryptography is missing or gives wrong results. This was checked first: nothing was requested from the server, and nothing was sent.',
    next: 'Open the link in a current browser.',
  },
  over: {
    full: {
      title: 'No more answers accepted',
      text: () => 'All the answers that this request accepts have been sent or are on their way.',
      next: 'If your answer is still wanted, ask for a new link. If nobody else should have answered, tell the person who asked.',
    },
    closed: {
      title: 'Closed',
      text: (when: string | undefined) =>
        `The person who asked stopped accepting answers${when === undefined ? '' : ` on ${when}`}.`,
      next: 'If your answer is still wanted, ask for a new link.',
    },
    expired: {
      title: 'Expired',
      text: (when: string | undefined) => `It accepted answers until ${when ?? 'a time that has passed'}.`,
      next: 'If your answer is still wanted, ask for a new link.',
    },
    deleted: {
      title: 'Deleted',
      text: (when: string | undefined) =>
        `It was deleted${when === undefined ? '' : ` on ${when}`}, by the person who asked or by the operator of this service. It no longer accepts answers.`,
      next: 'If you did not expect that, ask the person who sent you the link.',
    },
    destroyed: {
      title: 'Gone',
      text: (when: string | undefined) =>
        `The request ${when === undefined ? 'was destroyed' : `was destroyed on ${when}`}. Nothing is left of it on this service.`,
      next: 'If your answer is still wanted, ask for a new link.',
    },
  } satisfies Record<
    ClosedState,
    { readonly title: string; readonly text: (when: string | undefined) => string; readonly next: string }
  >,
  lookAgain: 'Check again',

  who: 'The person who sent you this link can read your answer. If you’re not sure who sent it, check with them first.',
  until: (relative: string, absolute: string, left: number) =>
    `This request accepts ${left === 1 ? 'one more answer' : `${left} more answers`}, until ${absolute} (${relative}).`,
  mismatch: {
    title: 'The server did not keep to the terms of this request',
    text: (terms: { answers: string; until: string }) =>
      `The person who asked sealed these terms: it accepts ${terms.answers}, until ${terms.until}. The server says something else. The question is exactly what was sealed, but tell the person who sent you the link.`,
    answers: (count: number) => (count === 1 ? 'one answer' : `${count} answers`),
  },
  stays: {
    expiry: (span: string) => `Your answer is kept for ${span}, read or not. You can delete it sooner.`,
    read: (span: string) => `Your answer is kept until it is read, for ${span} at most. You can delete it sooner.`,
  },
  form: 'Your answer',
  text: 'Your answer',
  textPlaceholder: 'Write or paste it here.',
  more: 'Anything else',
  morePlaceholder: 'A note, if needed.',
  addMore: 'Add a note or files',
  file: {
    choose: 'Choose a file',
    chooseFor: (name: string) => `Choose a file for ${name}`,
    another: 'Choose another',
    anotherFor: (name: string) => `Choose another file for ${name}`,
    remove: 'Remove',
    removeFor: (name: string) => `Remove the file for ${name}`,
    facts: (bytes: number) => formatBytes(bytes),
    none: 'No file chosen yet.',
    many: 'This field accepts one file. Pack several files into one archive.',
    folder: 'This field accepts a file, not a folder. Pack the folder into one archive.',
  },

  seal: 'Seal and send',
  shortcut: (key: string) => `or press ${key} + Enter`,
  sealing: 'Sealing…',
  sending: 'Uploading…',
  cancel: 'Cancel',

  error: {
    'takes-less': takesLess,
    empty: 'There is nothing to send yet. Write your answer, or add a file.',
    malformed: 'One character is broken, probably half an emoji. Remove it and try again.',
    'files-off': 'This service does not accept files. Remove them and send the text alone.',
    'upload-lost':
      'The server has dropped this upload, perhaps because it took too long. Everything is still here: send again to start over.',
    'upload-stopped':
      'The upload stopped in this browser, and your answer was not sent. Everything is still here: check your connection and send again.',
    'strange-terms':
      'The server no longer allows the terms of this request. Copy what you wrote, and ask for a new link.',
    refused: 'The server refused this answer. Change something and send again: it is then sent as a new answer.',
    unable: 'This browser can’t do the cryptography that sealing needs, so nothing was sent. Try a current browser.',
  } satisfies Record<Exclude<AnswerError['kind'], Told>, string>,
  notAccepting: {
    full: 'Others were quicker: the request already has all the answers that it accepts. Your text is still here and was not sent. If it is still wanted, copy it and ask for a new link.',
    closed:
      'The request has been closed and accepts no more answers. Your text is still here and was not sent. If it is still wanted, copy it and ask for a new link.',
    expired:
      'The request has expired. Your text is still here and was not sent. If it is still wanted, copy it and ask for a new link.',
    deleted:
      'The request has been deleted. Your text is still here and was not sent. If you did not expect that, ask the person who sent you the link.',
    destroyed:
      'The request is no longer on this service. Your text is still here and was not sent. Ask for a new link.',
  } satisfies Record<ClosedState, string>,
  tooLong: (room: Room) => `This is too long to seal. ${inBytes(room)} Shorten it, or add it as a file.`,
  namesTooLong,
  noSpace: (afterSeconds: number | undefined) =>
    `The server has no room for this right now and has kept nothing. Everything is still here: send again ${
      afterSeconds === undefined ? 'later' : `in ${span(roundedUp(afterSeconds))}`
    }, or send less.`,
  quota: (afterSeconds: number | undefined) =>
    `This would exceed your storage limit for today. Your text is still here: ${
      afterSeconds === undefined ? 'send again tomorrow' : `send again in ${span(roundedUp(afterSeconds))}`
    }, or send less.`,
  fieldEmpty: 'This is still empty.',
  fieldsEmpty: (names: readonly JSX.Element[]): JSX.Element => [
    names.length === 1 ? 'This is still empty: ' : 'These are still empty: ',
    names.map((name, i) => [i === 0 ? '' : ', ', name]),
    `. Fill ${names.length === 1 ? 'it' : 'them'} in, or send again without ${names.length === 1 ? 'it' : 'them'}.`,
  ],
  filesTooLarge: (maxBytes: number | undefined) =>
    maxBytes === undefined
      ? 'These files are larger than the server accepts. Remove some, then send again.'
      : `These files are larger than the ${formatBytes(maxBytes)} that the server accepts. Remove some, then send again.`,
  fileChanged: (name: JSX.Element): JSX.Element => [
    name ?? 'One of the files',
    ' has changed or can no longer be read, so your answer was not sent. Close any program that is writing to it, or choose it again; then send again.',
  ],
  sendFailure: (now: ServiceFailure) => {
    switch (now.kind) {
      case 'sign-in':
        return signIn;
      case 'offline':
        return 'There is no connection to the server. Your text is still here: check your network and send again.';
      case 'busy':
        return `Too many requests from your address. Your text is still here: send again in ${minutes(now.afterSeconds ?? 60)}.`;
      case 'server':
        return 'Something went wrong on our side. Your text is still here: send again in a minute.';
      case 'strange':
        return 'The server sent a response that this page does not understand. Copy what you wrote, reload the page, and send it there.';
    }
  },

  sent: {
    title: 'Sent',
    lede: (clock: string) => `Sealed and sent at ${clock}. Only the person who asked can open it.`,
    ledeEnded: (clock: string) => `Sealed and sent at ${clock}.`,
    looking: 'Checking whether it was read…',
    unread: 'Not read yet.',
    watching: 'This page will show when it is.',
    readAt: (when: string) => `Read on ${when}.`,
    readText: 'The person who asked has opened your answer.',
    ended: {
      deleted: (when: string) => `Deleted on ${when} before it was read.`,
      expired: (when: string) => `Expired on ${when} without being read.`,
      spent: (when: string) => `Read, then deleted on ${when}.`,
      destroyed: (when: string) => `Destroyed on ${when}.`,
    },
    endedText: 'It can no longer be opened.',
    serviceFailure: 'The status shown here may be out of date.',
    now: 'Check now',
    until: 'Kept until',
    untilText: (at: number) => `${formatAbsolute(at)}, your local time`,
    yours: 'For you only',
    manage: 'Keep your receipt',
    copyManage: 'Copy receipt link',
    manageHint: 'With this link you can check again or delete the answer. It is stored nowhere else.',
    copied: 'Copied',
    remove: 'Delete the answer',
    removeQuestion:
      'Delete your answer? Nobody can read it any more, but it still counts towards the limit. This can’t be undone.',
    removeYes: 'Delete it',
    removeNo: 'Keep it',
    removing: 'Deleting…',
    removeFailed: 'Not deleted yet: the server could not be reached, or it refused. Try again.',
  },
  clock: formatClock,
};
