import type { JSX } from 'solid-js';
import { MAX_ANSWERS } from '#crypto/limits.ts';
import type { FieldType } from '#web/pages/ask/ask-draft.ts';
import type { RequestLimit, AskError } from '#web/pages/ask/state.ts';
import type { OverState, ServiceFailure } from '#client/errors.ts';
import { formatAbsolute } from '#web/i18n/dates.ts';
import { overWord } from './over-word.ts';
import { roundedUp, span } from './span.ts';
import { signIn } from './service-failure.ts';

const answers = (count: number) => (count === 1 ? 'one answer' : `${count} answers`);
const minutes = (seconds: number) => (seconds < 120 ? 'a minute' : `${Math.ceil(seconds / 60)} minutes`);

type Plain = Exclude<AskError['kind'], 'service' | 'fields-alike' | 'limit' | 'quota' | 'already-over' | 'no-space'>;

export const ask = {
  title: 'Ask for it.',
  lede: 'You get a link to send. Whoever answers seals it in their browser, and only you can open it.',
  titleLabel: 'What do you need?',
  titlePlaceholder: 'The password of the staging database',
  askLabel: 'Anything they should know',
  askHint: 'The server can read neither this nor the answers.',

  fields: {
    legend: 'What the answer holds',
    none: 'A text and files, as they like. Name fields, and they get a form.',
    name: (position: number) => `Name of field ${position}`,
    type: (position: number) => `Kind of field ${position}`,
    types: { line: 'one line', text: 'several lines', file: 'a file' } satisfies Record<FieldType, string>,
    up: 'Up',
    down: 'Down',
    remove: 'Remove',
    upOne: (name: string) => `Move ${name} up`,
    downOne: (name: string) => `Move ${name} down`,
    removeOne: (name: string) => `Remove ${name}`,
    nameless: (position: number) => `field ${position}`,
    moved: (name: string, position: number) => `${name} is number ${position} now.`,
    removed: (name: string) => `${name} is removed.`,
    add: 'Field',
    presetsLabel: 'Add fields',
  },
  presets: {
    login: {
      label: 'User and password',
      fields: [
        { name: 'User', type: 'line' },
        { name: 'Password', type: 'line' },
      ],
    },
    key: { label: 'API key', fields: [{ name: 'API key', type: 'line' }] },
    certificate: { label: 'Certificate file', fields: [{ name: 'Certificate', type: 'file' }] },
  } satisfies Record<
    string,
    { readonly label: string; readonly fields: readonly { readonly name: string; readonly type: FieldType }[] }
  >,

  terms: (slot: { answers: JSX.Element; within: JSX.Element; stays: JSX.Element; keep: JSX.Element }): JSX.Element => [
    'It takes ',
    slot.answers,
    ', within ',
    slot.within,
    '; each stays ',
    slot.stays,
    ', ',
    slot.keep,
    '.',
  ],
  answers: {
    label: 'How many answers it takes',
    count: answers,
    other: 'another number of answers',
    numberLabel: 'How many answers',
    numberHint: (most: number) => `From 2 to ${most}.`,
  },
  until: (at: number) => `It takes answers until ${formatAbsolute(at)}, your local time.`,
  stays: { label: 'How long an answer stays', span },
  keep: {
    label: 'What ends an answer sooner',
    options: { expiry: 'read or not', read: 'or until I have read it' },
  },

  seal: 'Make the link',
  sealing: 'Sealing…',
  cancel: 'Cancel',
  shortcut: { mac: '⌘ + Enter makes and copies it', other: 'Ctrl + Enter makes and copies it' },

  error: {
    'title-empty': 'Say in a few words what you need: that is the first thing they see.',
    'field-nameless': 'One of the fields has no name. Name it, or remove it.',
    malformed: 'There is half a character in it, often an emoji cut in two. Find it and remove it.',
    'too-long': 'This is too long to seal. Shorten what you wrote, or ask for less at once.',
    'no-count': `Choose how many answers it takes: from 2 to ${MAX_ANSWERS}, in whole numbers.`,
    'no-moment': 'Choose until when it can be answered.',
    'moment-out-of-bounds': 'That time has passed. Choose a later one.',
    'terms-refused':
      'The server does not accept these terms: a time is outside what it allows, or has passed meanwhile. Choose another one and try again.',
    'token-required':
      'Only holders of a token ask here, and no good one went along. What you wrote is still here: enter your token, and try again.',
    refused: 'The server refused it. Change something and try again: it is then a new request.',
    unable: 'This browser fails at the arithmetic that sealing needs, so nothing was sent. Try a current browser.',
  } satisfies Record<Plain, string>,
  /** What is refused by name; the sentence shows what may be chosen by the time this is read. */
  limit: {
    minTtlSeconds: 'A time is shorter than this service allows. Choose a longer one, and try again.',
    maxTtlSeconds: 'A time is longer than this service allows. Choose a shorter one, and try again.',
    offeredTtlSeconds:
      'This service allows only certain times, and one of yours is none of them. Look what the sentence says now, and try again.',
    requests: 'This service does not let people ask for secrets. What you wrote is still here, to be copied.',
  } satisfies Record<RequestLimit, string>,
  alreadyOver: (state: OverState) =>
    `The server says that this request ${overWord[state]}, although nobody has its link yet. Its link is not shown, and it is deleted. What you wrote is still here. Do not ask for secrets over this service until the person who runs it has explained this.`,
  noSpace: (afterSeconds: number | undefined) =>
    `The server has no room for this just now. All you wrote is still here: try again ${
      afterSeconds === undefined ? 'later' : `in ${span(roundedUp(afterSeconds))}`
    }.`,
  quota: (afterSeconds: number | undefined) =>
    `This is more than you may still store here today. What you wrote is still here: ${
      afterSeconds === undefined ? 'try again tomorrow' : `try again in ${span(roundedUp(afterSeconds))}`
    }, or send less.`,
  off: {
    title: 'Nobody can be asked here.',
    lede: 'The operator of this service has turned requests off.',
    next: 'Ask the other person to write the secret here themselves, and to send you its link.',
    write: 'Write a secret',
  },
  fieldsAlike: (name: JSX.Element): JSX.Element => [
    'Two fields are called ',
    name,
    '. Give one of them another name, so that you can tell the answers apart.',
  ],
  serviceFailure: (failure: ServiceFailure) => {
    switch (failure.kind) {
      case 'sign-in':
        return signIn;
      case 'offline':
        return 'There is no connection to the server. What you wrote is still here: check your network and try again.';
      case 'busy':
        return `The server has been asked too often from your address. What you wrote is still here: try again in ${minutes(failure.afterSeconds ?? 60)}.`;
      case 'server':
        return 'The server has a fault of its own just now. What you wrote is still here: try again in a minute.';
      case 'strange':
        return 'The server answered in a way that this page does not understand. Copy what you wrote, load the page again, and try there.';
    }
  },
};

export const asked = {
  title: 'Now send it.',
  lede: (count: number) =>
    count === 1
      ? 'Send this link to the one who shall answer. It opens nothing: only you can read what comes back.'
      : 'Send this link to those who shall answer. It opens nothing: only you can read what comes back.',
  copiedAlready: 'The link is copied.',
  notCopied: 'The browser did not let this page copy the link by itself. Press “Copy link”.',
  link: 'The request link',
  copy: 'Copy link',
  copied: 'Copied',
  qrLabel: 'The request link as a QR code',
  qrHint: 'It holds the whole link. Whoever scans it can answer.',
  terms: {
    about: 'Asks for',
    takes: 'Takes',
    takesCount: answers,
    until: 'Until',
    untilText: (at: number) => `${formatAbsolute(at)}, your local time`,
    stays: 'Answers stay',
    staysText: (seconds: number, keep: 'expiry' | 'read') =>
      keep === 'read' ? `${span(seconds)}, or until you have read them` : `${span(seconds)}, read or not`,
    yours: 'Yours alone',
    manage: 'Read the answers',
    copyManage: 'Copy that link',
    manageHint: {
      listed: 'Also in My shares, on this device.',
      unlisted:
        'This browser keeps nothing, so that link is the only way to the answers. Copy it now, and keep it where nobody else looks.',
    },
  },
  another: 'Ask for something else',
};
