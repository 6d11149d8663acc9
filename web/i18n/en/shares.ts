import type { JSX } from 'solid-js';
import type { Filter, Sort } from '#web/pages/shares/arrange-list.ts';
import { signIn } from './service-failure.ts';

export const shares = {
  title: 'My shares',
  lede: 'Secrets and requests from this browser. The list is stored in this browser only. A private window forgets it when it closes.',
  loading: 'Loading the list…',
  refused: {
    title: 'My shares',
    text: 'This browser does not store anything on this device, perhaps because this is a private window. So there is no list.',
    next: 'Keep the manage link that you get with each secret. With it you can do everything that this list offers.',
    compose: 'Seal a secret',
  },
  empty: {
    title: 'My shares',
    text: 'Nothing has been sent from this browser yet, or everything has been removed from this list.',
    next: 'Everything you seal in this browser is listed here.',
    compose: 'Seal a secret',
  },
  count: (shares: number, requests: number) =>
    [
      ...(shares > 0 || requests === 0 ? [shares === 1 ? '1 share' : `${shares} shares`] : []),
      ...(requests > 0 ? [requests === 1 ? '1 request' : `${requests} requests`] : []),
    ].join(', '),
  found: (found: number, count: number) => `${found} of ${count}`,
  search: 'Search by title',
  none: 'Nothing in this list matches.',
  clear: 'Show all',
  arrange: {
    sentence: (filter: JSX.Element, sort: JSX.Element): JSX.Element => ['Show ', filter, ', ', sort],
    filter: 'Filter by state',
    filters: {
      all: 'everything',
      active: 'active ones',
      unopened: 'unopened ones',
      opened: 'opened ones',
      ended: 'ended ones',
      requests: 'requests',
    } satisfies Record<Filter, string>,
    sort: 'Order',
    sorts: {
      newest: 'newest first',
      expiring: 'expiring soonest first',
      title: 'by title',
    } satisfies Record<Sort, string>,
  },
  notify: {
    ask: 'Notify me when a secret is opened',
    asking: 'Waiting for permission…',
    on: 'This browser notifies you of openings while this page is open.',
    stop: 'Stop notifications',
    refused: 'This browser does not allow this page to show notifications. You can change that in its settings.',
    /** Never a title: a lock screen may show it. */
    opened: (count: number) => (count === 1 ? 'A secret was opened.' : `Secrets were opened ${count} times.`),
  },
  removed: {
    one: 'Removed from this list:',
    many: (count: number) => `${count} entries were removed from this list.`,
    undo: 'Undo',
    restored: (count: number) => (count === 1 ? 'It is back in the list.' : 'They are back in the list.'),
    notRestored:
      'Not put back: this browser did not store it, perhaps because its disk is full. Try again before you leave.',
    close: 'Close',
  },
  untitled: 'Untitled',
  untitledOf: (sealed: string) => `the untitled one from ${sealed}`,
  serviceFailure: {
    offline: 'No connection to the server. The list may be incomplete or out of date.',
    busy: 'Too many requests. Retrying automatically.',
    server: 'Something went wrong on our side. Retrying automatically.',
    strange: 'This page does not understand the server’s reply. Reloading the page may help.',
    'sign-in': signIn,
  },
  now: 'Retry now',
  state: {
    otherTerms: 'the server states terms that you did not seal',
    asking: 'checking…',
    sealed: (when: string) => `sealed ${when}`,
    gone: 'gone: the server no longer knows it',
    odd: 'unknown: the server’s reply makes no sense',
    locked: 'locked by wrong passwords',
    opened: (when: string) => `opened ${when}`,
    spent: (count: number, when: string) => `opened ${count} times, last on ${when}`,
    expired: (when: string) => `expired ${when}`,
    destroyed: (when: string) => `destroyed ${when}`,
    deleted: (when: string) => `deleted ${when}`,
    /** Follows how it ended. */
    neverOpened: ' without being opened',
    answerUnread: 'your answer, not read yet',
    answerRead: (when: string) => `your answer, read ${when}`,
    answerNeverRead: (ended: string) => `your answer, ${ended} without being read`,
    unopened: 'not opened yet',
    left: (left: number, all: number) => `${left} of ${all} openings left`,
    /** @param atLeast the server lists only the newest openings */
    unlimited: (count: number, atLeast: boolean) => {
      if (count === 0) return 'not opened yet';
      return count === 1 ? 'opened once' : `opened ${atLeast ? 'at least ' : ''}${count} times`;
    },
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
    open: (relative: string) => `accepts answers, closes ${relative}`,
    takesNone: {
      full: 'full',
      closed: 'closed',
      expired: 'no more answers accepted',
      deleted: 'deleted',
      destroyed: 'destroyed',
    },
    ended: {
      open: (when: string) => `ended ${when}`,
      full: (when: string) => `ended ${when}`,
      closed: (when: string) => `ended ${when}`,
      expired: (when: string) => `ended ${when}, nothing is left of it`,
      deleted: (when: string) => `deleted ${when}`,
      destroyed: (when: string) => `destroyed ${when}`,
    },
  },
  delete: {
    ask: 'Delete',
    of: (title: string) => `Delete ${title}`,
    question: 'Delete this secret? Its link will stop working. This can’t be undone.',
    requestQuestion: 'Delete the request and all its answers? This can’t be undone.',
    yes: 'Delete it',
    no: 'Keep it',
    deleting: 'Deleting…',
  },
  forget: {
    ask: 'Remove from list',
    of: (title: string) => `Remove from list: ${title}`,
    question: 'Remove it from this list? Its link keeps working, but you can manage it only with its manage link.',
    requestQuestion:
      'Remove it from this list? The request stays as it is, but you can read its answers only with its manage link. Without that link, nobody can ever read them.',
    yes: 'Remove it',
    no: 'Keep it',
  },
  copyLink: {
    label: 'Copy link',
    of: (title: string) => `Copy link of ${title}`,
    copied: 'Copied',
    failed: 'Copying blocked',
  },
  all: {
    title: 'List settings',
    forgetOver: (count: number) => `Clear ${count} finished`,
    delete: (count: number) => (count === 1 ? 'Delete 1 active' : `Delete all ${count} active`),
    question: (count: number) =>
      count === 1
        ? 'Delete it? Its link will stop working, and a request loses all its answers. This can’t be undone.'
        : `Delete all ${count}? Their links will stop working, and requests lose all their answers. This can’t be undone.`,
    yes: 'Delete all',
    no: 'Keep them',
    progress: (done: number, all: number) => `Deleting: ${done} of ${all}`,
    forgetAll: 'Clear the whole list',
    forgetQuestion:
      'Clear the whole list on this device? Nothing is deleted on the server, but you will need a manage link to manage each secret or to read the answers of a request. This can’t be undone.',
    forgetYes: 'Clear the list',
  },
  keepLinks: {
    label: 'Keep links on this device',
    hint: 'Store the links of new secrets so that you can copy them again. Anyone with this device could then open those secrets. Turning this off erases the stored links. Links of requests are always stored: they can’t open anything.',
  },
  file: {
    export: 'Export to a file',
    warning:
      'The file contains the manage keys of everything in this list. Anyone who has the file can see the status of every entry and delete it.',
    warningRequests: 'They can also read the answers to your requests.',
    warningLinks: (count: number) =>
      count === 1
        ? 'It also contains the one stored link, which opens that secret.'
        : `It also contains the ${count} stored links, which open those secrets.`,
    advice: 'Keep it as safe as a password.',
    save: 'Save the file',
    no: 'Cancel',
    name: (day: string) => `my-shares-${day}.json`,
    import: 'Import from a file',
    imported: (added: number, known: number) =>
      `${added === 1 ? '1 entry was' : `${added} entries were`} added${known === 0 ? '.' : `; ${known} ${known === 1 ? 'was' : 'were'} already in the list.`}`,
    fault: {
      'not-ours': 'This file was not exported from My shares. Nothing was added.',
      newer: 'A newer version of this service wrote this file. Nothing was added.',
      entry: (place: number) => `Entry ${place} of this file is invalid: it was changed or damaged. Nothing was added.`,
    },
  },
} as const;
