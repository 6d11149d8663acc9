import type { Message } from '#client/words/message.ts';
import { serviceFailure } from './service-failure.ts';
import { timesOrUnlimited } from './times.ts';

export const manage = {
  documentTitle: 'Manage a secret',
  looking: 'Checking its status…',
  unreachable: {
    title: 'Not loaded yet',
    next: 'Retrying automatically.',
    now: 'Retry now',
  },
  serviceFailure,
  key: {
    missing: {
      title: 'The manage key is missing',
      text: 'A manage link ends with # and a key that only the sender has. This link has no key. Nothing has been requested from the server.',
    },
    cut: {
      title: 'The manage key is cut off',
      text: 'The link or key is incomplete. Paste the whole manage link here, or open it from My shares.',
    },
    wrong: {
      title: 'The manage key does not fit',
      text: 'It is mistyped or belongs to another secret. Paste the original manage link, or open it from My shares.',
    },
    address: {
      title: 'The link is damaged',
      text: 'The part before the # is not the address of a secret. Open the original manage link, or open it from My shares.',
    },
    foreign: {
      title: 'That link is for another service',
      text: ['That link belongs to ', ['origin'], '. Nothing was sent there.'] as Message<{ readonly origin: string }>,
    },
    other: {
      title: 'That link is for another page',
      text: 'It is valid, but it does not manage the secret at this address.',
      go: 'Go to that page',
    },
    label: 'Manage key or whole manage link',
    hint: 'It stays in this tab.',
    use: 'Use this key',
    empty: 'Paste the key or the whole link first.',
  },
  nothing: {
    title: 'Nothing here',
    text: 'The key fits this link, but the server does not know this secret. The server forgets a secret 30 days after it ends.',
    next: 'You can seal a new secret.',
    compose: 'Seal a secret',
    /** It is still in this browser's list. */
    listed: {
      text: 'The server no longer knows this secret: it forgets a secret 30 days after it ends.',
      next: 'You can remove it from My shares.',
      shares: 'My shares',
    },
  },
  untitled: 'Untitled secret',
  noteUnreadable: 'The server returned a title that was not written with this key. It is not shown.',
  otherTerms: (views: number, until: string) =>
    `The server states terms that you did not seal. This browser recorded that it opens ${timesOrUnlimited(views)}, until ${until}. Tell the person who runs this service.`,
  state: {
    live: {
      title: 'Waiting to be opened',
      partly: 'Opened, with openings left',
      unlimited: 'Can be opened with the link',
    },
    locked: 'Locked by wrong passwords',
    spent: 'Opened',
    expired: 'Expired',
    destroyed: 'Destroyed',
    deleted: 'Deleted',
  },
  /** For the author of an answer, which is a share too. */
  answer: {
    untitled: 'Your answer',
    state: {
      unread: 'Sent, not read yet',
      read: 'Read',
      expired: 'Expired without being read',
      deleted: 'Deleted',
      destroyed: 'Destroyed',
    },
    ended: {
      spent:
        'It was read. The person who asked chose to have answers deleted once they are read, so it is no longer on this service.',
      deleted: (when: string) => `It was deleted on ${when}. It can’t be read any more.`,
    },
    read: 'Read',
    unread: { live: 'Not read yet', over: 'Never' },
    question:
      'Delete your answer? This can’t be undone. If it has been read already, the person who asked may have kept it.',
    edit: {
      title: 'Answers can’t be edited',
      text: 'Only the person who asked can open it. To correct something, delete it and answer again, if the request still accepts answers.',
    },
  },
  ended: {
    spent: 'All openings are used up. The content has been deleted from this service.',
    expired: 'The content has been deleted from this service.',
    destroyed: (when: string) =>
      `It was destroyed on ${when}, by too many wrong passwords or a loss of data on the server.`,
    lost: (when: string) => `It was destroyed on ${when}, by a loss of data on the server.`,
    deleted: (when: string) => `It was deleted on ${when}. It can’t be opened any more.`,
    held: 'Nobody else can open it. The server keeps the content until the last reader is done: for a few minutes, or for as long as saving its files may take.',
  },
  facts: {
    opens: 'Openings',
    opened: 'Opened',
    attempts: 'Wrong passwords',
    until: 'Expires',
    expired: 'Expired',
    made: 'Sealed',
    reading: 'Now',
  },
  opens: {
    unlimited: 'Unlimited',
    of: (left: number, all: number) =>
      all === 1 ? (left === 1 ? 'Once (not opened yet)' : 'Once (opened)') : `${left} of ${all} left`,
  },
  unopened: { live: 'Not yet', over: 'Never' },
  atLeast: (count: number) => `Only the last ${count} are shown.`,
  attempts: {
    none: 'None',
    of: (count: number, limit: number) => `${count} of ${limit}`,
    lock: (limit: number) => `At ${limit}, it is locked and only you can unlock it.`,
    destroy: (limit: number) => `At ${limit}, it is destroyed.`,
  },
  until: (absolute: string, relative: string) => `${absolute} (${relative})`,
  reading: (count: number) => (count === 1 ? 'Someone is reading it' : `${count} people are reading it`),
  locked: {
    text: 'Nobody can open it now. If your recipient mistyped the password, unlock it: the count starts again at 0. If you don’t know who tried, delete it and send a new secret with another password.',
    unlock: 'Unlock it',
    unlocking: 'Unlocking…',
  },
  delete: {
    ask: 'Delete now',
    question:
      'Delete this secret? The link will stop working, even for someone who is reading it now. This can’t be undone.',
    yes: 'Delete it',
    no: 'Keep it',
    deleting: 'Deleting…',
  },
  edit: {
    title: 'Secrets can’t be edited',
    text: 'Nobody can change a sealed secret, not even you. To correct something, delete this one and send a new one.',
  },
  keep: {
    offer: 'It is not listed on this device.',
    keep: 'Add to My shares',
    kept: 'It is listed on this device, under',
    shares: 'My shares',
    refused:
      'This browser does not store anything on this device. Keep the link to this page: it is the only way back.',
  },
  during: {
    watching: 'This page may be out of date.',
    unlocking: 'It may not have been unlocked. Try again.',
    deleting: 'It may not have been deleted. Try again.',
  },
  now: 'Check again',
} as const;
