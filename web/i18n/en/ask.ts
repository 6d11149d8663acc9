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
  title: 'Ask for it',
  lede: 'Send someone a link. Their answer is sealed in their browser, and only you can open it.',
  titleLabel: 'What do you need?',
  askLabel: 'Anything they should know',
  askHint: 'The server can read neither this nor the answers.',

  fields: {
    legend: 'Contents of the answer',
    none: 'Free text and files. Add fields to make a form.',
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
    moved: (name: string, position: number) => `${name} is now number ${position}.`,
    removed: (name: string) => `${name} removed.`,
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
    'It accepts ',
    slot.answers,
    ' within ',
    slot.within,
    '. Answers are kept for ',
    slot.stays,
    ', ',
    slot.keep,
    '.',
  ],
  answers: {
    label: 'Number of answers',
    count: answers,
    other: 'a number I choose',
    numberLabel: 'How many answers',
    numberHint: (most: number) => `From 2 to ${most}.`,
  },
  until: (at: number) => `Accepts answers until ${formatAbsolute(at)}.`,
  stays: { label: 'How long answers are kept', span },
  keep: {
    label: 'When answers are deleted',
    options: { expiry: 'read or not', read: 'or until I read them' },
  },

  seal: 'Make the link',
  sealing: 'Sealing…',
  cancel: 'Cancel',
  shortcut: (key: string) => `or press ${key} + Enter`,

  error: {
    'title-empty': 'Say in a few words what you need. It is the first thing they see.',
    'field-nameless': 'One of the fields has no name. Name it, or remove it.',
    malformed: 'One character is broken, probably half an emoji. Remove it and try again.',
    'too-long': 'This is too long to seal. Shorten what you wrote, or ask for less at once.',
    'no-count': `Choose how many answers it accepts: a whole number from 2 to ${MAX_ANSWERS}.`,
    'no-moment': 'Choose when it stops accepting answers.',
    'moment-out-of-bounds': 'That time has passed. Choose a later one.',
    'terms-refused':
      'The server does not accept these terms: a time is outside the allowed range, or it has already passed. Choose another time, then try again.',
    'token-required':
      'You need a token to create something here, and no valid one was sent. Your text is still here: enter your token, then try again.',
    refused: 'The server refused this request. Change something and try again: it is then sent as a new request.',
    unable: 'This browser can’t do the cryptography that sealing needs, so nothing was sent. Try a current browser.',
  } satisfies Record<Plain, string>,
  /** The server named the limit. The terms on the page have been updated by the time this is read. */
  limit: {
    minTtlSeconds: 'A time is shorter than this service allows. Choose a longer one, then try again.',
    maxTtlSeconds: 'A time is longer than this service allows. Choose a shorter one, then try again.',
    offeredTtlSeconds:
      'This service allows only certain times, and one of yours is not among them. Check the updated terms, then try again.',
    requests: 'This service does not let people ask for secrets. Your text is still here, so that you can copy it.',
  } satisfies Record<RequestLimit, string>,
  alreadyOver: (state: OverState) =>
    `The server says that this request ${overWord[state]}, although nobody has its link yet. The link is not shown, and the request is deleted. Your text is still here. Do not ask for secrets through this service until the person who runs it has explained this.`,
  noSpace: (afterSeconds: number | undefined) =>
    `The server has no room for this right now. Your text is still here: try again ${
      afterSeconds === undefined ? 'later' : `in ${span(roundedUp(afterSeconds))}`
    }.`,
  quota: (afterSeconds: number | undefined) =>
    `This would exceed your storage limit for today. Your text is still here: ${
      afterSeconds === undefined ? 'try again tomorrow' : `try again in ${span(roundedUp(afterSeconds))}`
    }, or shorten it.`,
  off: {
    title: 'You can’t ask for secrets here',
    lede: 'The operator of this service has turned requests off.',
    next: 'Ask the other person to write the secret here themselves and send you its link.',
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
        return 'There is no connection to the server. Your text is still here: check your network and try again.';
      case 'busy':
        return `Too many requests from your address. Your text is still here: try again in ${minutes(failure.afterSeconds ?? 60)}.`;
      case 'server':
        return 'Something went wrong on our side. Your text is still here: try again in a minute.';
      case 'strange':
        return 'The server sent a response that this page does not understand. Copy what you wrote, reload the page, and try again there.';
    }
  },
};

export const asked = {
  title: 'Now send it',
  lede: (count: number) =>
    count === 1
      ? 'Send this link to the person you’re asking. Only you can read their answer.'
      : 'Send this link to the people you’re asking. Only you can read their answers.',
  link: 'The request link',
  copied: 'Copied',
  qrLabel: 'The request link as a QR code',
  qrHint: 'It contains the whole link. Anyone who scans it can answer.',
  terms: {
    about: 'Asks for',
    takes: 'Accepts',
    takesCount: answers,
    until: 'Until',
    untilText: (at: number) => `${formatAbsolute(at)}, your local time`,
    stays: 'Kept',
    staysText: (seconds: number, keep: 'expiry' | 'read') =>
      keep === 'read' ? `for ${span(seconds)}, or until read` : `for ${span(seconds)}, read or not`,
    yours: 'For you only',
    manage: 'Read the answers',
    copyManage: 'Copy manage link',
    manageHint: {
      listed: 'Also in My shares. A private window forgets that list when it closes.',
      unlisted:
        'This browser does not store anything, so this link is the only way to the answers. Copy it now and keep it private.',
    },
  },
  another: 'Ask for something else',
};
