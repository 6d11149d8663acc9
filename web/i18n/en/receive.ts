import { serviceFailure } from './service-failure.ts';

const times = (count: number) => (count === 1 ? 'once' : count === 2 ? 'twice' : `${count} times`);

export const receive = {
  documentTitle: 'A secret',
  looking: 'Looking at what was sent to you…',
  unreachable: {
    title: 'Not reached yet',
    next: 'It is tried again by itself. Nothing has been opened.',
    now: 'Try now',
  },
  serviceFailure,
  key: {
    missing: {
      title: 'The key is missing',
      text: 'A secret’s link ends in # and a key. This one has lost it, or the sender sends the key apart. Nothing has been asked of the server.',
    },
    cut: {
      title: 'The key is cut off',
      text: 'The link ends too early: something on its way has shortened it. Paste the whole link or the whole key here, or ask the sender for it again.',
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
      title: 'That link leads elsewhere',
      text: `It belongs to ${origin}, which is another service. Nothing was sent there. Open it there if you trust it, or paste this secret’s own key.`,
    }),
    other: {
      title: 'That link is for another page',
      text: 'It is sound, but it is not the key of the secret at this address.',
      go: 'Go to that page',
    },
    label: 'Key or whole link',
    hint: 'It stays in this tab.',
    use: 'Use this key',
    empty: 'Paste the key or the whole link first.',
  },
  ready: {
    title: 'A secret for you',
    once: 'It can be opened once. Open it when you are ready to keep what is inside.',
    lastOfMany: 'It can be opened one more time. Open it when you are ready to keep what is inside.',
    more: (count: number) => `It can be opened ${count} more times. Each opening takes one of them.`,
    unlimited: 'It can be opened any number of times until it expires.',
    resumed: 'You opened it in this tab already, and it has not reached you yet. Opening it again now spends nothing.',
    open: 'Break the seal',
    unspent: 'Nothing is spent until you do.',
    expires: (relative: string, absolute: string) => `Expires ${relative}, on ${absolute}.`,
    openedBefore: (count: number) => (count === 1 ? 'Opened before, on' : `Opened ${times(count)} before, on`),
    notYou: 'If none of these was you, ask the sender who else has the link.',
  },
  password: {
    label: 'Password',
    show: 'Show',
    hide: 'Hide',
    again: 'It was right before. It is asked again because this page keeps it nowhere.',
    first: {
      lock: (left: number) =>
        left === 1
          ? 'One more wrong password locks it; then only the sender can unlock it.'
          : `${left} wrong passwords lock it; then only the sender can unlock it.`,
      destroy: (left: number) =>
        left === 1 ? 'One more wrong password destroys it for good.' : `${left} wrong passwords destroy it for good.`,
    },
    next: {
      lock: (left: number) =>
        left === 1
          ? 'One more locks it; then only the sender can unlock it.'
          : `${left} more lock it; then only the sender can unlock it.`,
      destroy: (left: number) => (left === 1 ? 'One more destroys it for good.' : `${left} more destroy it for good.`),
    },
  },
  error: {
    'wrong-password': 'That is not the password. Nothing is opened.',
    'password-empty': 'Type the password first.',
    'password-too-long': 'No password here is that long. Check what was pasted.',
    'password-malformed': 'This has a broken character in it. Type the password again.',
    'lease-over':
      'The opening that this tab had begun has run out, and its view is gone. Opening now takes another one.',
  },
  opening: {
    busy: 'Breaking the seal…',
    checking: 'Checking that this browser can read it…',
    hashing: 'Working the password into a key…',
    hashingLabel: 'Password progress',
    fetching: 'Fetching and decrypting it…',
    waiting: 'The same opening is tried again by itself, and spends nothing more.',
    now: 'Try now',
  },
  opened: {
    untitled: 'The secret',
    destroyed: (clock: string) => `Destroyed on the server at ${clock}.`,
    onlyCopy: 'This tab holds the only copy.',
    lastView: 'No openings are left. The server erases it once its other readers are done.',
    left: (count: number, until: string) =>
      count === 1
        ? `Opened. It can be opened one more time, until ${until}.`
        : `Opened. It can be opened ${count} more times, until ${until}.`,
    unlimited: (until: string) => `Opened. It can be opened again until ${until}.`,
    sending: 'Opened. Telling the server that it has arrived…',
    waiting: 'Opened. The server has not heard yet that it arrived; it is told again by itself.',
    now: 'Tell it now',
    lapsed:
      'Opened. The server ended this opening before it heard of the arrival: a reload cannot bring it back. Keep what you need now.',
    leaveUnkept: 'Copy or save it before you leave: this tab asks before it closes.',
    copy: 'Copy',
    copied: 'Copied',
    copyFailed: 'This browser refused. It is selected now: copy it with your keyboard.',
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
      loading: 'Unpacking the list of its files…',
      unloaded:
        'A part of this page could not be loaded. Nothing is lost: try again, or reload this page. Neither spends anything.',
      again: 'Try again',
      held: (clock: string) => `Kept on the server until you have saved the files, at most until ${clock}.`,
      onlyCopy: 'The only copies are what you saved and what this tab shows.',
      leaveUnsaved: 'Save the files before you leave: this tab asks before it closes.',
      lapsed: 'The server ended this opening: files that are not saved cannot be fetched any more.',
    },
    mismatch: {
      title: 'The server did not keep to the sender’s terms',
      text: (terms: { views: string; until: string }) =>
        `The sender sealed: it opens ${terms.views}, until ${terms.until}. The server said or did something else. What you read is exactly what was sealed, but tell the sender.`,
      views: (count: number) => (count === 0 ? 'any number of times' : times(count)),
    },
    answer: 'Answer with a secret',
    printed: (until: string) => `Sealed until ${until}. Destroy this paper when it has served.`,
  },
  over: {
    spent: {
      title: 'Already opened',
      on: (when: string) => `Already opened on ${when}. If that was not you, tell the sender.`,
      all: (count: number) => `All ${count} openings are used. If one of these was not you, tell the sender.`,
      among: (count: number, when: string) =>
        `All ${count} openings are used, one by you in this tab, on ${when}. If you do not know who the others were, tell the sender.`,
      begun: 'You started to open it in this tab, but it was interrupted. That may have used it up.',
      here: (when: string) => `You opened it in this tab, on ${when}. It is deleted from this service.`,
      next: 'If you need it again, ask the sender for a new link.',
    },
    expired: {
      title: 'Expired',
      text: (when: string) => `Its time ran out on ${when}. Nobody can open it any more.`,
      next: 'If you still need it, ask the sender for a new link.',
    },
    deleted: {
      title: 'Deleted by the sender',
      text: (when: string) => `The sender deleted it on ${when}. Nobody can open it any more.`,
      next: 'If you did not expect that, ask the sender.',
    },
    destroyed: {
      title: 'Destroyed',
      text: (when: string) =>
        `Too many wrong passwords, or a loss on the server, destroyed it on ${when}. Nobody can open it any more.`,
      next: 'Tell the sender, and ask for a new link. Say so if no wrong password was yours.',
    },
    locked: {
      title: 'Locked',
      text: 'Too many wrong passwords have locked it. It is still there, and only the sender can unlock it.',
      next: 'Ask the sender to unlock it with the manage link. Then look again.',
      again: 'Look again',
    },
    history: (count: number) =>
      count === 1 ? 'It was opened once before that, on' : `It was opened ${times(count)} before that, on`,
    openings: 'Opened on',
  },
  remembered: {
    title: 'Opened, and gone',
    text: (when: string) =>
      `You opened it in this tab on ${when}. It was deleted from this service, and this page does not keep what you read.`,
    next: 'If you need it again, ask the sender for a new link.',
  },
  nothing: {
    title: 'There is nothing here',
    text: 'The key fits this link, but the server knows no such secret. It may have ended long ago, or never have been finished.',
    next: 'Ask the sender for a new link.',
  },
  elsewhere: {
    title: 'Open in another tab',
    text: 'Another tab of this browser has this secret open. Go to that tab. If you have closed it, look again.',
    again: 'Look again',
  },
  incapable: {
    crypto: {
      title: 'This browser cannot open it',
      text: 'Its cryptography is missing or gives wrong results. It was tried before opening, so nothing has been spent.',
      next: 'Open the same link in a current browser, or without extensions.',
    },
    storage: {
      title: 'This tab cannot keep its place',
      text: 'The browser refuses to store anything for this tab. If the connection broke while it was opened, the secret would be lost, so nothing has been spent.',
      next: 'Allow this site to store data, or open the link in a normal window; then look again.',
    },
    again: 'Look again',
  },
  forged: {
    title: 'This is not what was sealed',
    unfetched:
      'What the server sent does not belong to this link. It was refused before opening, so nothing has been spent.',
    fetched:
      'The server sent something that was not sealed with this link. It is not shown. Opening it may have used a view.',
    next: 'Tell the sender, and do not use this service for secrets until it is cleared up.',
  },
} as const;
