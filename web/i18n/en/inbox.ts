import { serviceFailure } from './service-failure.ts';

export const inbox = {
  documentTitle: 'Answers to a request',
  /** Never a name: only how many wait to be read. */
  documentTitleUnread: (count: number) => `(${count}) Answers to a request`,
  looking: 'Looking at what has come…',
  unloaded: {
    title: 'A part of this page could not be loaded',
    text: 'This link manages a request. The part that reads its answers did not arrive, perhaps because the connection broke. Nothing is lost.',
    again: 'Try again',
  },
  unreachable: {
    title: 'Not reached yet',
    next: 'It is tried again by itself.',
    now: 'Try now',
  },
  serviceFailure,
  nothing: {
    title: 'There is nothing here',
    text: 'The key fits this link, but the server knows neither a secret nor a request of it. What has ended is forgotten 30 days later.',
    next: 'You can seal a new secret, or ask for one.',
    compose: 'Seal a secret',
  },
  untitled: 'Untitled request',
  noteUnreadable: 'The server gave a title that this key did not write. It is not shown.',
  oddAnswers: (count: number) =>
    count === 1
      ? 'The server lists one answer in a way that makes no sense. It is not shown. Tell the person who runs this service.'
      : `The server lists ${count} answers in a way that makes no sense. They are not shown. Tell the person who runs this service.`,
  terms: {
    title: 'The server does not confirm what you sealed',
    changed: (terms: { answers: number; until: string; each: string }) =>
      `You sealed: it takes ${terms.answers === 1 ? 'one answer' : `${terms.answers} answers`}, until ${terms.until}, and each answer ${terms.each}. The server says something else. Tell the person who runs this service.`,
    unknown:
      'The server did not return the request that you sealed. The terms on this page are only what the server says.',
    forged:
      'The server returned a request that you did not seal. Do not trust the terms on this page, and tell the person who runs this service.',
  },
  state: {
    open: 'Open for answers',
    full: 'Full: every place is taken',
    closed: 'Closed: it takes no more answers',
    expired: 'Its time is up: it takes no more answers',
    deleted: 'Deleted',
    destroyed: 'Destroyed',
    over: 'Over',
  },
  ended: {
    deleted: (when: string) => `It was deleted on ${when}, with every answer to it.`,
    other: (when: string) => `It ended on ${when}. Nothing of it is left on this service.`,
  },
  answers: {
    title: 'Answers',
    none: {
      open: 'Nobody has answered yet. This page looks again by itself while it is open.',
      over: 'Nobody has answered.',
    },
    onTheirWay: (count: number) => (count === 1 ? 'One answer is on its way.' : `${count} answers are on their way.`),
    goesOnceRead: 'You chose that an answer goes once it is read: open one when you are ready to keep what is inside.',
    arrived: (count: number) => (count === 1 ? 'A new answer has arrived.' : `${count} new answers have arrived.`),
  },
  answer: {
    name: (number: number) => `Answer ${number}`,
    unread: 'Unread',
    came: (when: string) => `Came ${when}`,
    read: (when: string) => `read ${when}`,
    until: (when: string) => `stays until ${when}`,
    untilRead: (when: string) => `goes once read, or on ${when}`,
    keyless: 'The server gave no key for it: it cannot be read.',
    over: {
      live: '',
      spent: (when: string) => `Read, and deleted on the server on ${when}.`,
      expired: (when: string) => `Its time ran out on ${when}. It was not read.`,
      expiredRead: (when: string) => `Read. Its time ran out on ${when}.`,
      deleted: (when: string) => `Deleted on ${when}, unread.`,
      deletedRead: (when: string) => `Read. Deleted on ${when}.`,
      destroyed: (when: string) => `Destroyed on ${when}.`,
    },
    open: 'Read it',
    openOf: (name: string) => `Read it: ${name}`,
    again: 'Read it again',
    againOf: (name: string) => `Read it again: ${name}`,
    opening: 'Opening…',
    waiting: 'It is tried again by itself.',
    now: 'Try now',
    putAway: {
      ask: 'Put it away',
      of: (name: string) => `Put it away: ${name}`,
      question: 'This page holds the only copy. Put it away all the same?',
      yes: 'Put it away',
      no: 'Keep it here',
    },
    delete: {
      ask: 'Delete',
      of: (name: string) => `Delete ${name}`,
      question: 'Delete this answer for good? Its author sees that it was deleted.',
      yes: 'Delete it',
      no: 'Keep it',
    },
    failed: {
      forged: 'This answer was not sealed for this request, or was changed. It was not opened.',
      gone: 'This answer is not there any more: it was deleted, or its time has run out.',
      crypto:
        'This browser’s cryptography is missing or gives wrong results. It was tried first, so nothing was opened. Open this page’s link in a current browser.',
      storage:
        'The browser refuses to store anything for this tab. If the connection broke, the answer might be lost, so nothing was opened. Allow this site to store data, or use a normal window.',
    },
    tryAgain: 'Try again',
    leave: 'Copy or save it before you leave: this tab asks before it closes.',
  },
  receipt: {
    held: (when: string) => `Kept on the server until you have saved the files, at most until ${when}.`,
    sending: 'Opened. Telling the server that you have read it…',
    waiting: 'Opened. The server has not heard yet that you have read it; it is told again by itself.',
    now: 'Tell it now',
    deleted: (clock: string) => `Deleted on the server at ${clock}.`,
    onlyCopy: 'This tab holds the only copy.',
    stays: (until: string) => `Read; its author can see that. It stays here until ${until}.`,
    lapsed:
      'Opened. The server ended this opening before it heard that you have read it. Keep what you need before you leave.',
  },
  notify: {
    ask: 'Tell me when an answer comes',
    asking: 'Asking this browser…',
    on: 'This browser tells you of new answers while this page is open.',
    stop: 'Stop telling me',
    refused: 'This browser does not let this page show notifications. Its settings can allow them.',
  },
  link: {
    label: 'The request link, for those who shall answer',
    copy: 'Copy',
  },
  facts: {
    takes: 'Takes answers',
    took: 'Took answers',
    places: 'Places',
    each: 'Each answer',
    asked: 'Asked',
  },
  until: (absolute: string, relative: string) => `until ${absolute} (${relative})`,
  tookUntil: (absolute: string) => `until ${absolute}`,
  places: (taken: number, all: number) => `${taken} of ${all} taken`,
  keeps: {
    expiry: (span: string) => `stays for ${span}, read or not`,
    read: (span: string) => `goes once you have read it, and after ${span} at the latest`,
  },
  close: {
    ask: 'Close it early',
    closing: 'Closing…',
    question: 'Take no more answers? It cannot be opened again. Answers that have come can still be read.',
    yes: 'Close it',
    no: 'Leave it open',
  },
  delete: {
    ask: 'Delete the request',
    deleting: 'Deleting…',
    question: 'Delete the request and every answer to it? This cannot be undone.',
    yes: 'Delete everything',
    no: 'Keep it',
  },
  keep: {
    offer: 'This request is not in My shares on this device.',
    keep: 'Keep it in My shares',
    kept: 'It is in My shares on this device.',
    shares: 'My shares',
    refused:
      'This browser keeps nothing on this device. Keep this page’s link yourself: without it no answer can be read.',
  },
  during: {
    watching: 'What is shown may be old.',
    closing: 'It may not have been closed. Try it again.',
    deleting: 'It may not have been deleted. Try it again.',
    'deleting-answer': 'The answer may not have been deleted. Try it again.',
  },
  now: 'Look again',
} as const;
