import { serviceFailure } from './service-failure.ts';

export const inbox = {
  documentTitle: 'Answers to a request',
  /** Only the number of unread answers, never a title. */
  documentTitleUnread: (count: number) => `(${count}) Answers to a request`,
  looking: 'Loading the answers…',
  unloaded: {
    title: 'Part of this page could not be loaded',
    text: 'This link manages a request. The part of the page that reads answers did not load, perhaps because the connection broke. Nothing is lost.',
    again: 'Try again',
  },
  unreachable: {
    title: 'Not loaded yet',
    next: 'Retrying automatically.',
    now: 'Retry now',
  },
  serviceFailure,
  nothing: {
    title: 'Nothing here',
    text: 'The key fits this link, but the server knows neither a secret nor a request for it. The server forgets both 30 days after they end.',
    next: 'You can seal a new secret, or ask for one.',
    compose: 'Seal a secret',
    /** It is still in this browser's list. */
    listed: {
      text: 'The server no longer knows this request: it forgets a request 30 days after it ends.',
      next: 'You can remove it from My shares.',
      shares: 'My shares',
    },
  },
  untitled: 'Untitled request',
  noteUnreadable: 'The server returned a title that was not written with this key. It is not shown.',
  oddAnswers: (count: number) =>
    count === 1
      ? 'The server’s data about one answer makes no sense. The answer is not shown. Tell the person who runs this service.'
      : `The server’s data about ${count} answers makes no sense. They are not shown. Tell the person who runs this service.`,
  terms: {
    title: 'The server does not confirm what you sealed',
    changed: (terms: { answers: number; until: string; each: string }) =>
      `You sealed these terms: the request accepts ${terms.answers === 1 ? 'one answer' : `${terms.answers} answers`} until ${terms.until}, and each answer ${terms.each}. The server says something else. Tell the person who runs this service.`,
    unknown:
      'The server did not return the request that you sealed. For the terms on this page, you have only the server’s word.',
    forged:
      'The server returned a request that you did not seal. Do not trust the terms on this page, and tell the person who runs this service.',
  },
  state: {
    open: 'Open for answers',
    full: 'Full: no more answers accepted',
    closed: 'Closed: no more answers accepted',
    expired: 'Expired: no more answers accepted',
    deleted: 'Deleted',
    destroyed: 'Destroyed',
    over: 'Ended',
  },
  ended: {
    deleted: (when: string) => `It was deleted on ${when}, with all its answers.`,
    other: (when: string) => `It ended on ${when}. Nothing is left of it on this service.`,
  },
  answers: {
    title: 'Answers',
    none: {
      open: 'No answers yet. This page keeps checking while it is open.',
      over: 'No answers.',
    },
    onTheirWay: (count: number) => (count === 1 ? 'One answer is on its way.' : `${count} answers are on their way.`),
    goesOnceRead:
      'You chose to have answers deleted once they are read. Before you open one, have somewhere to save it.',
    arrived: (count: number) => (count === 1 ? 'A new answer has arrived.' : `${count} new answers have arrived.`),
  },
  answer: {
    name: (number: number) => `Answer ${number}`,
    unread: 'Unread',
    came: (when: string) => `Received ${when}`,
    read: (when: string) => `read ${when}`,
    until: (when: string) => `kept until ${when}`,
    untilRead: (when: string) => `deleted once read, or on ${when}`,
    keyless: 'can’t be read: the server returned no key for it',
    over: {
      live: '',
      spent: (when: string) => `Read, then deleted on the server on ${when}.`,
      expired: (when: string) => `Expired on ${when} without being read.`,
      expiredRead: (when: string) => `Read. Expired on ${when}.`,
      deleted: (when: string) => `Deleted on ${when} without being read.`,
      deletedRead: (when: string) => `Read. Deleted on ${when}.`,
      destroyed: (when: string) => `Destroyed on ${when}.`,
    },
    open: 'Read',
    openOf: (name: string) => `Read: ${name}`,
    again: 'Read again',
    againOf: (name: string) => `Read again: ${name}`,
    opening: 'Opening…',
    waiting: 'Retrying automatically.',
    now: 'Retry now',
    dismiss: {
      ask: 'Close',
      of: (name: string) => `Close: ${name}`,
      question: 'This page has the only copy, and it will be lost. Close it anyway?',
      yes: 'Close it',
      no: 'Keep it here',
    },
    delete: {
      ask: 'Delete',
      of: (name: string) => `Delete ${name}`,
      question: 'Delete this answer? This can’t be undone. Its author sees that it was deleted.',
      yes: 'Delete it',
      no: 'Keep it',
    },
    failed: {
      forged: 'This answer was not sealed for this request, or it was changed. It was not opened.',
      gone: 'This answer is no longer there: it was deleted, or it has expired.',
      crypto:
        'This browser’s cryptography is missing or gives wrong results. The page checked it first, so nothing was opened. Open this page’s link in an up-to-date browser.',
      storage:
        'This browser does not store anything for this tab. If the connection broke, the answer could be lost, so nothing was opened. Allow this site to store data, or use a normal window.',
    },
    tryAgain: 'Try again',
    leave: 'Copy or save it now. You can’t open it again.',
  },
  receipt: {
    held: (when: string) => `The server keeps it until you have saved the files, at most until ${when}.`,
    sending: 'Opened. Telling the server that you have read it…',
    waiting: 'Opened. The server does not know yet that you have read it. Retrying automatically.',
    now: 'Retry now',
    deleted: (clock: string) => `Deleted on the server at ${clock}.`,
    onlyCopy: 'This tab has the only copy.',
    stays: (until: string) => `Read. Its author can see that. It is kept here until ${until}.`,
    lapsed:
      'Opened. The server ended this opening before it learned that you have read it. Save what you need before you leave.',
  },
  notify: {
    ask: 'Notify me of new answers',
    asking: 'Waiting for permission…',
    on: 'This browser notifies you of new answers while this page is open.',
    stop: 'Stop notifications',
    refused: 'This browser does not allow this page to show notifications. You can change that in its settings.',
  },
  link: {
    label: 'The request link, for the people you are asking',
    copy: 'Copy',
  },
  facts: {
    takes: 'Accepts answers',
    took: 'Accepted answers',
    places: 'Answers',
    each: 'Each answer',
    asked: 'Asked',
  },
  until: (absolute: string, relative: string) => `until ${absolute} (${relative})`,
  tookUntil: (absolute: string) => `until ${absolute}`,
  places: (taken: number, all: number) => `${taken} of ${all}`,
  keeps: {
    expiry: (span: string) => `is kept for ${span}, read or not`,
    read: (span: string) => `is deleted once you have read it, and after ${span} at the latest`,
  },
  close: {
    ask: 'Stop accepting answers',
    closing: 'Closing…',
    question: 'Stop accepting answers? The request can’t be reopened. You can still read the answers you have.',
    yes: 'Stop accepting',
    no: 'Keep it open',
  },
  delete: {
    ask: 'Delete the request',
    deleting: 'Deleting…',
    question: 'Delete the request and all its answers? This can’t be undone.',
    yes: 'Delete everything',
    no: 'Keep it',
  },
  keep: {
    offer: 'This request is not listed on this device.',
    keep: 'Add to My shares',
    kept: 'It is listed on this device, under',
    shares: 'My shares',
    refused:
      'This browser does not store anything on this device. Keep the link to this page: without it, the answers can’t be read.',
  },
  during: {
    watching: 'This page may be out of date.',
    closing: 'The request may still accept answers. Try again.',
    deleting: 'It may not have been deleted. Try again.',
    'deleting-answer': 'The answer may not have been deleted. Try again.',
  },
  now: 'Check again',
} as const;
