import { serviceFailure } from './service-failure.ts';

const times = (count: number) => (count === 1 ? 'once' : count === 2 ? 'twice' : `${count} times`);

export const manage = {
  documentTitle: 'Manage a secret',
  looking: 'Looking at how it is…',
  unreachable: {
    title: 'Not reached yet',
    next: 'It is tried again by itself.',
    now: 'Try now',
  },
  serviceFailure,
  key: {
    missing: {
      title: 'The manage key is missing',
      text: 'A manage link ends in # and a key, which only the sender has. This one has lost it. Nothing has been asked of the server.',
    },
    cut: {
      title: 'The manage key is cut off',
      text: 'The link ends too early. Paste the whole manage link here, or open it from My shares.',
    },
    wrong: {
      title: 'The manage key does not fit',
      text: 'It is mistyped, or it belongs to another secret. Paste the manage link as it was, or open it from My shares.',
    },
    address: {
      title: 'The link is damaged',
      text: 'The part before the # is not the address of a secret. Open the manage link as it was, or open it from My shares.',
    },
    foreign: (origin: string) => ({
      title: 'That link leads elsewhere',
      text: `It belongs to ${origin}, which is another service. Nothing was sent there.`,
    }),
    other: {
      title: 'That link is for another page',
      text: 'It is sound, but it does not manage the secret at this address.',
      go: 'Go to that page',
    },
    label: 'Manage key or whole manage link',
    hint: 'It stays in this tab.',
    use: 'Use this key',
    empty: 'Paste the key or the whole link first.',
  },
  nothing: {
    title: 'There is nothing here',
    text: 'The key fits this link, but the server knows no such secret. What has ended is forgotten 30 days later.',
    next: 'You can seal a new one.',
    compose: 'Seal a secret',
  },
  untitled: 'Untitled secret',
  noteUnreadable: 'The server gave a title that this key did not write. It is not shown.',
  otherTerms: (views: number, until: string) =>
    `The server states terms that you did not seal. This browser noted: it opens ${views === 0 ? 'any number of times' : times(views)}, until ${until}. Tell the person who runs this service.`,
  state: {
    live: {
      title: 'Waiting to be opened',
      partly: 'Opened, and waiting for more',
      unlimited: 'Open to the holders of the link',
    },
    locked: 'Locked by wrong passwords',
    spent: 'Opened',
    expired: 'Expired',
    destroyed: 'Destroyed',
    deleted: 'Deleted',
  },
  /** Of a share that answers a request: for its author. */
  answer: {
    untitled: 'Your answer',
    state: {
      unread: 'Sent, and not read yet',
      read: 'Read',
      expired: 'Expired, never read',
      deleted: 'Deleted',
      destroyed: 'Destroyed',
    },
    ended: {
      spent: 'It was read, and whoever asked wanted it gone then: it is deleted from this service.',
      deleted: (when: string) => `It was deleted on ${when}. Nobody can read it any more.`,
    },
    read: 'Read',
    notRead: 'not read yet',
    question: 'Delete your answer? This cannot be undone. If it was read already, whoever asked may have kept it.',
    edit: {
      title: 'An answer cannot be edited',
      text: 'Only whoever asked can open it, and this page can watch and delete it. To correct something, delete it and answer again if the request still takes answers.',
    },
  },
  ended: {
    spent: 'Every opening is used; the content is deleted from this service.',
    expired: 'Its time ran out; the content is deleted from this service.',
    destroyed: (when: string) => `Too many wrong passwords, or a loss on the server, destroyed it on ${when}.`,
    deleted: (when: string) => `It was deleted on ${when}. Nobody can open it any more.`,
    held: 'Nobody new can open it. The content is held until its last reader is done, some minutes, or as long as it may take to save its files.',
  },
  facts: {
    opens: 'Opens',
    opened: 'Opened',
    attempts: 'Wrong passwords',
    until: 'Until',
    expired: 'Expired',
    made: 'Sealed',
    reading: 'Now',
  },
  opens: {
    unlimited: 'any number of times',
    of: (left: number, all: number) =>
      all === 1 ? (left === 1 ? 'once, not used yet' : 'once, used') : `${left} of ${all} left`,
  },
  neverOpened: 'never so far',
  atLeast: (count: number) => `The last ${count} are shown.`,
  attempts: {
    none: 'none',
    of: (count: number, limit: number) => `${count} of ${limit}`,
    lock: (limit: number) => `At ${limit} it is locked, and only you can unlock it.`,
    destroy: (limit: number) => `At ${limit} it is destroyed.`,
  },
  until: (absolute: string, relative: string) => `${absolute} (${relative})`,
  reading: (count: number) => (count === 1 ? 'somebody is reading it' : `${count} people are reading it`),
  locked: {
    text: 'Nobody can open it now. If the wrong passwords were your recipient’s, unlock it: the count starts again at 0. If you do not know whose they were, delete it and send a new one with another password.',
    unlock: 'Unlock it',
    unlocking: 'Unlocking…',
  },
  delete: {
    ask: 'Delete now',
    question: 'Delete it for everyone? This cannot be undone, and whoever reads it at this moment loses it too.',
    yes: 'Delete it',
    no: 'Keep it',
    deleting: 'Deleting…',
  },
  edit: {
    title: 'A secret cannot be edited',
    text: 'The server has only sealed bytes, and this link cannot open them: it can watch and delete. So that what was sealed is what is read, nobody can change it, you included. To correct something, delete it and seal a new one.',
  },
  keep: {
    offer: 'This share is not in My shares on this device.',
    keep: 'Keep it in My shares',
    kept: 'It is in My shares on this device.',
    shares: 'My shares',
    refused: 'This browser keeps nothing on this device. Keep this page’s link yourself: it is the only way back here.',
  },
  during: {
    watching: 'What is shown may be old.',
    unlocking: 'It may not have been unlocked. Try it again.',
    deleting: 'It may not have been deleted. Try it again.',
  },
  now: 'Look again',
} as const;
