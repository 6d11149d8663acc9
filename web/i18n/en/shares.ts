import { signIn } from './service-failure.ts';

export const shares = {
  title: 'My shares',
  lede: 'What this browser has sent and asked for. The list is kept on this device alone. With it you can watch and delete each one, and read the answers to what you asked.',
  loading: 'Reading the list…',
  refused: {
    title: 'My shares',
    text: 'This browser keeps nothing on this device, perhaps because it is a private window. So there is no list here.',
    next: 'Keep the manage link that you get with each secret: it does all that this list would.',
    compose: 'Seal a secret',
  },
  empty: {
    title: 'My shares',
    text: 'Nothing has been sent from this browser yet, or it has been forgotten.',
    next: 'What you seal here is listed here.',
    compose: 'Seal a secret',
  },
  count: (shares: number, requests: number) =>
    [
      ...(shares > 0 || requests === 0 ? [shares === 1 ? '1 share' : `${shares} shares`] : []),
      ...(requests > 0 ? [requests === 1 ? '1 request' : `${requests} requests`] : []),
    ].join(', '),
  found: (found: number, count: number) => `${found} of ${count}`,
  search: 'Search by title',
  none: 'No title holds these words.',
  clear: 'Show all',
  untitled: 'Untitled',
  untitledOf: (sealed: string) => `the untitled one of ${sealed}`,
  serviceFailure: {
    offline: 'There is no connection to the server, so states may be missing or old.',
    busy: 'The server has been asked too often and wants a pause. It is asked again by itself.',
    server: 'The server has a fault of its own just now. It is asked again by itself.',
    strange: 'The server answered in a way that this page does not understand. A reload may bring a page that does.',
    'sign-in': signIn,
  },
  now: 'Try now',
  state: {
    otherTerms: 'the server states terms that you did not seal',
    asking: 'asking…',
    sealed: (when: string) => `sealed ${when}`,
    gone: 'gone: the server knows nothing of it any more',
    odd: 'unknown: the server’s reply makes no sense',
    locked: 'locked by wrong passwords',
    opened: (when: string) => `opened ${when}`,
    spent: (count: number, when: string) => `opened ${count} times, the last on ${when}`,
    expired: (when: string) => `expired ${when}`,
    expiredUnread: (when: string) => `expired ${when}, never opened`,
    destroyed: (when: string) => `destroyed ${when}`,
    deleted: (when: string) => `deleted ${when}`,
    answerUnread: 'your answer, not read yet',
    answerRead: (when: string) => `your answer, read ${when}`,
    unopened: 'not opened yet',
    left: (left: number, all: number) => `${left} of ${all} openings left`,
    unlimited: (count: number) =>
      count === 0 ? 'not opened yet' : count === 1 ? 'opened once' : `opened ${count} times`,
    reading: 'being read now',
    expires: (relative: string) => `expires ${relative}`,
  },
  request: {
    kind: 'Request',
    unread: (count: number) => (count === 1 ? '1 unread answer' : `${count} unread answers`),
    asked: (when: string) => `asked ${when}`,
    none: 'no answer yet',
    answers: (answers: number, unread: number) => {
      const all = answers === 1 ? '1 answer' : `${answers} answers`;
      return unread === 0 ? (answers === 1 ? '1 answer, read' : `${answers} answers, all read`) : `${all} so far`;
    },
    open: (relative: string) => `takes answers, closes ${relative}`,
    takesNone: {
      full: 'full',
      closed: 'closed',
      expired: 'takes no more answers',
      deleted: 'deleted',
      destroyed: 'destroyed',
    },
    ended: {
      open: (when: string) => `ended ${when}`,
      full: (when: string) => `ended ${when}`,
      closed: (when: string) => `ended ${when}`,
      expired: (when: string) => `over since ${when}; nothing of it is left`,
      deleted: (when: string) => `deleted ${when}`,
      destroyed: (when: string) => `destroyed ${when}`,
    },
  },
  delete: {
    ask: 'Delete',
    of: (title: string) => `Delete ${title}`,
    question: 'Delete it for everyone? This cannot be undone.',
    requestQuestion: 'Delete the request, and every answer to it? This cannot be undone.',
    yes: 'Delete it',
    no: 'Keep it',
    deleting: 'Deleting…',
  },
  forget: {
    ask: 'Forget',
    of: (title: string) => `Forget ${title} on this device`,
    question:
      'Forget it on this device? It stays as it is for those who have its link, and only its manage link leads back to it.',
    requestQuestion:
      'Forget it on this device? It goes on as it is, and only its manage link leads back to its answers. Without that link they can never be read.',
    yes: 'Forget it',
    no: 'Keep it',
  },
  copyLink: {
    label: 'Copy link',
    of: (title: string) => `Copy link of ${title}`,
    copied: 'Copied',
    failed: 'This browser refused',
  },
  all: {
    title: 'The whole list',
    forgetOver: (count: number) => (count === 1 ? 'Forget the one that is over' : `Forget the ${count} that are over`),
    delete: (count: number) =>
      count === 1 ? 'Delete the one that is not over' : `Delete all ${count} that are not over`,
    question: (count: number) =>
      count === 1
        ? 'Delete it for everyone? This cannot be undone. Of a request, every answer goes too.'
        : `Delete all ${count} for everyone? This cannot be undone. Of requests, every answer goes too.`,
    yes: 'Delete all',
    no: 'Keep them',
    progress: (done: number, all: number) => `Deleting: ${done} of ${all}`,
    forgetAll: 'Forget the whole list on this device',
    forgetQuestion:
      'Forget the whole list on this device? Nothing is deleted on the server; only a manage link leads back to a share, or to the answers of a request.',
    forgetYes: 'Forget the list',
  },
  keepLinks: {
    label: 'Keep links on this device',
    hint: 'Off, this list can watch and delete, and nobody who gets at this device can open what you sent. On, the links of what you seal from now on are kept here too, to be copied again. Turning it off wipes them. The links of requests are kept in any case: they open nothing.',
  },
  file: {
    export: 'Export as a file',
    warning: 'The file holds the key of everything in this list: whoever has it can watch and delete it.',
    warningRequests: 'They can also read the answers to your requests.',
    warningLinks: (count: number) =>
      count === 1
        ? 'It also holds the one link that is kept, and can open that secret.'
        : `It also holds the ${count} links that are kept, and can open those secrets.`,
    advice: 'Keep it as you keep a password.',
    save: 'Save the file',
    no: 'Do not',
    name: (day: string) => `my-shares-${day}.json`,
    import: 'Import from a file',
    imported: (added: number, known: number) =>
      `${added === 1 ? '1 entry was' : `${added} entries were`} added${known === 0 ? '.' : `; ${known} ${known === 1 ? 'was' : 'were'} known already.`}`,
    fault: {
      'not-ours': 'This is not a file that My shares has written. Nothing was added.',
      newer: 'A newer version of this service wrote this file. Nothing was added.',
      entry: (place: number) =>
        `Entry ${place} of this file is not right: it was changed, or damaged. Nothing was added.`,
    },
  },
} as const;
