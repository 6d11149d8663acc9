import { serviceFailure } from './service-failure.ts';
import { times, timesOrUnlimited } from './times.ts';

const tries = (count: number) => (count === 1 ? 'One try' : `${count} tries`);

export const receive = {
  documentTitle: 'A secret',
  looking: 'Checking the link…',
  unreachable: {
    title: 'Not loaded yet',
    next: 'Retrying automatically. Nothing has been opened.',
    now: 'Retry now',
  },
  serviceFailure,
  key: {
    missing: {
      title: 'The key is missing',
      text: 'A link to a secret ends in # and a key. This link has no key. The sender may be sending it separately: paste it here. Nothing has been requested from the server.',
    },
    cut: {
      title: 'The key is cut off',
      text: 'The link or key is incomplete: it was shortened on the way. Paste the whole link or the whole key here, or ask the sender for it again.',
    },
    wrong: {
      title: 'The key does not fit',
      text: 'It is mistyped, or it belongs to another secret. Paste the link as it was sent, or ask the sender for it again.',
    },
    address: {
      title: 'The link is damaged',
      text: 'The part before the # is not the address of a secret. Open the link as it was sent, or ask the sender for it again.',
    },
    foreign: (origin: string) => ({
      title: 'That link is for another service',
      text: `That link belongs to ${origin}. Nothing was sent there. Open it there if you trust that service, or paste this secret’s own key here.`,
    }),
    other: {
      title: 'That link is for another page',
      text: 'The link is valid, but it is not the key to the secret at this address.',
      go: 'Go to that page',
    },
    label: 'Key or whole link',
    hint: 'It stays in this tab.',
    use: 'Use this key',
    empty: 'Paste the key or the whole link first.',
  },
  ready: {
    title: 'A secret for you',
    once: 'You can open it once. Have somewhere to save it first.',
    lastOfMany: 'It can be opened one more time. Have somewhere to save it first.',
    several: (count: number) => `It can be opened ${times(count)}. Each opening uses one.`,
    more: (count: number) => `It can be opened ${count} more times. Each opening uses one.`,
    unlimited: 'It can be opened any number of times until it expires.',
    resumed:
      'You already opened it in this tab, but the server does not know yet that it arrived. Opening it again does not count as another opening.',
    open: 'Break the seal',
    unspent: (left: number) =>
      left === 1 ? 'It isn’t used up until you open it.' : 'No opening is used up until you open it.',
    expires: (relative: string, absolute: string) => `Expires ${relative}, on ${absolute}.`,
    openedBefore: (count: number) => `Opened ${times(count)} before, on`,
    notYou: (count: number) =>
      `If ${count === 1 ? 'that wasn’t' : 'none of these was'} you, ask the sender who else has the link.`,
  },
  content: {
    /** `size`: for example “12 MB”. Sizes are padded, so they are never exact. */
    text: (size = '') => (size === '' ? 'Text, less than 1 kB.' : `Text, about ${size}.`),
    files: (size = '') => `Files, about ${size}.`,
    password: 'Needs a password.',
  },
  password: {
    label: 'Password',
    show: 'Show',
    hide: 'Hide',
    again: 'Use the same password as before: this page does not store it.',
    asBefore: 'Enter the password that opened it before.',
    first: {
      lock: (left: number) =>
        left === 1
          ? 'One more wrong password locks it. Then only the sender can unlock it.'
          : `${left} wrong passwords lock it. Then only the sender can unlock it.`,
      destroy: (left: number) =>
        left === 1 ? 'One more wrong password destroys it for good.' : `${left} wrong passwords destroy it for good.`,
    },
    next: {
      lock: (left: number) => `${tries(left)} left before it locks.`,
      destroy: (left: number) => `${tries(left)} left before it is destroyed for good.`,
    },
  },
  error: {
    'wrong-password': 'Wrong password.',
    'password-empty': 'Enter the password first.',
    'password-too-long': 'Passwords here are never that long. Check what you pasted.',
    'password-malformed': 'It contains a broken character. Type the password again.',
    unloaded: 'Part of this page could not be loaded. Nothing has been used up: try again, or reload the page.',
    'lease-over':
      'The opening that you started in this tab has timed out and counts as used. Opening now uses another one.',
  },
  opening: {
    busy: 'Breaking the seal…',
    checking: 'Checking that this browser can read it…',
    hashing: 'Strengthening the password…',
    hashingLabel: 'Password progress',
    fetching: 'Fetching and decrypting it…',
    waiting: 'Retrying automatically. This still counts as one opening.',
    now: 'Retry now',
  },
  opened: {
    untitled: 'The secret',
    destroyed: (clock: string) => `Destroyed on the server at ${clock}.`,
    onlyCopy: 'This tab has the only copy.',
    lastView: 'No openings are left. The server will erase it when its other readers are done.',
    left: (count: number, until: string) =>
      count === 1
        ? `Opened. It can be opened one more time, until ${until}.`
        : `Opened. It can be opened ${count} more times, until ${until}.`,
    unlimited: (until: string) => `Opened. It can be opened again until ${until}.`,
    sending: 'Opened. Confirming to the server that it arrived…',
    waiting: 'Opened. The server does not know yet that it arrived. Retrying automatically.',
    now: 'Retry now',
    lapsed:
      'Opened. The server ended this opening before it got the confirmation, so reloading can’t bring the secret back. Save what you need now.',
    leaveUnkept: 'Copy or save it before you leave. This tab asks before it closes.',
    copy: 'Copy',
    copied: 'Copied',
    copyFailed: 'This browser blocked copying. The text is selected: copy it with your keyboard.',
    save: 'Save',
    saved: 'Saved as a file',
    hide: 'Hide',
    show: 'Show',
    wrap: 'Wrap lines',
    hidden: (characters: number) => (characters === 1 ? '1 character, hidden.' : `${characters} characters, hidden.`),
    fileName: 'secret.txt',
    text: 'The secret’s text',
    copyValue: (name: string) => `Copy value of ${name}`,
    fields: 'Fields',
    files: {
      loading: 'Loading the list of files…',
      unloaded:
        'Part of this page could not be loaded. Nothing is lost: try again, or reload the page. Neither uses up an opening.',
      again: 'Try again',
      held: (clock: string) => `Kept on the server until you have saved the files, at most until ${clock}.`,
      onlyCopy: 'The only copies are what you saved and what this tab shows.',
      leaveUnsaved: 'Save the files before you leave. This tab asks before it closes.',
      lapsed: 'The server has ended this opening. Files that you have not saved can no longer be downloaded.',
    },
    mismatch: {
      title: 'The server did not keep to the sender’s terms',
      text: (terms: { views: string; until: string }) =>
        `The sender sealed these terms: it opens ${terms.views}, until ${terms.until}. The server said or did something else. The content here is exactly what was sealed, but tell the sender.`,
      views: timesOrUnlimited,
    },
    reply: 'Reply securely',
    writeOwn: 'Send a secret of your own',
    printed: (until: string) => `Sealed until ${until}. Shred this page when you are done.`,
  },
  over: {
    spent: {
      title: 'Already opened',
      on: (when: string) => `It was opened on ${when}. If that wasn’t you, tell the sender.`,
      all: (count: number) => `All ${count} openings are used. If one of them wasn’t you, tell the sender.`,
      among: (count: number, when: string) =>
        `All ${count} openings are used, one of them by you, in this tab, on ${when}. If you don’t know who used the others, tell the sender.`,
      interrupted: 'You started to open it in this tab, but that was interrupted. It may have used it up.',
      here: (when: string) => `You opened it in this tab on ${when}. It has been deleted from this service.`,
      next: 'If you need it again, ask the sender for a new link.',
    },
    expired: {
      title: 'Expired',
      text: (when: string) => `It expired on ${when}. It can no longer be opened.`,
      next: 'If you still need it, ask the sender for a new link.',
    },
    deleted: {
      title: 'Deleted',
      text: (when: string) => `It was deleted on ${when}, by the sender or by the operator of this service.`,
      next: 'If you did not expect that, ask the sender.',
    },
    destroyed: {
      title: 'Destroyed',
      text: (when: string) =>
        `It was destroyed on ${when}, after too many wrong passwords or a loss of data on the server. It can no longer be opened.`,
      next: 'Tell the sender, and ask for a new link. If none of the wrong passwords were yours, say so.',
    },
    locked: {
      title: 'Locked',
      text: 'Too many wrong passwords have locked it. It still exists, and only the sender can unlock it.',
      next: 'Ask the sender to unlock it with the manage link, then check again.',
      again: 'Check again',
    },
    history: (count: number) =>
      count === 1 ? 'It was opened once before that, on' : `It was opened ${times(count)} before that, on`,
    openings: 'Opened on',
  },
  remembered: {
    title: 'Opened and gone',
    text: (when: string) =>
      `You opened it in this tab on ${when}. It was deleted from this service, and this page does not keep what you read.`,
    next: 'If you need it again, ask the sender for a new link.',
  },
  nothing: {
    title: 'There is nothing here',
    text: 'The key fits this link, but the server has no such secret. It may have ended long ago, or its upload was never finished.',
    next: 'Ask the sender for a new link.',
  },
  elsewhere: {
    title: 'Open in another tab',
    text: 'Another tab of this browser has this secret open. Go to that tab. If you have closed it, check again.',
    again: 'Check again',
  },
  incapable: {
    crypto: {
      title: 'This browser cannot open it',
      text: 'Its cryptography is missing or gives wrong results. This was checked before opening, so nothing has been used up.',
      next: 'Open the same link in a current browser, or without extensions.',
    },
    storage: {
      title: 'This tab can’t store anything',
      text: 'The browser does not let this tab store anything. If the connection broke during opening, the secret would be lost. So it was not opened, and nothing has been used up.',
      next: 'Allow this site to store data, or open the link in a normal window; then check again.',
    },
    again: 'Check again',
  },
  forged: {
    title: 'This is not what was sealed',
    unfetched:
      'The server sent something that does not belong to this link. It was rejected before opening, so nothing has been used up.',
    fetched:
      'The server sent something that was not sealed with this link. It is not shown. This may have used up an opening.',
    next: 'Tell the sender, and do not use this service for secrets until this is explained.',
  },
} as const;
