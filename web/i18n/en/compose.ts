import type { JSX } from 'solid-js';
import type { Limit } from '#client/policy.ts';
import type { ContentSummary } from '#web/pages/compose/state.ts';
import type { PasswordRecipe } from '#web/pages/compose/compose-draft.ts';
import type { CharacterClass } from '#web/pages/compose/generate.ts';
import type { Strength } from '#web/pages/compose/strength.ts';
import type { OverState, ServiceFailure } from '#client/errors.ts';
import { formatAbsolute, formatClock } from '#web/i18n/dates.ts';
import { formatBytes } from '#web/i18n/sizes.ts';
import { attach, filesCount } from './attach.ts';
import { overWord } from './over-word.ts';
import { inBytes, namesTooLong, takesLess } from './room.ts';
import type { Room } from './room.ts';
import { roundedUp, span } from './span.ts';
import { signIn } from './service-failure.ts';
import { times, timesOrUnlimited } from './times.ts';

const minutes = (seconds: number) => (seconds < 120 ? 'a minute' : `${Math.ceil(seconds / 60)} minutes`);

/** Rounded down to a number that people can take in. */
function roughly(count: number): string {
  const step = count >= 100_000 ? 10_000 : count >= 10_000 ? 1000 : count >= 1000 ? 100 : 10;
  return (Math.floor(count / step) * step).toLocaleString('en');
}

export const compose = {
  title: 'Say it once',
  lede: 'Sealed in your browser. The server stores only what it can’t read, and not for long.',
  sheet: 'Your secret',
  sheetPlaceholder: 'A password, a key, a few lines or a file that nobody else should see.',
  sheetPlaceholderTextAlone: 'A password, a key or a few lines that nobody else should read.',
  characters: (count: number) => (count === 1 ? '1 character' : `${count.toLocaleString('en')} characters`),
  nearLimit: (bytes: number) => `Room for about ${roughly(bytes)} more characters.`,
  titleAdd: 'Title',
  /** The folded title. */
  titled: (title: JSX.Element): JSX.Element => ['Title: ', title],
  titleLabel: 'Title',
  titleHint: 'Only you and the recipient ever see it.',
  close: 'Close',

  terms: (slot: { views: JSX.Element; within: JSX.Element; password: JSX.Element }): JSX.Element => [
    'It opens ',
    slot.views,
    ', within ',
    slot.within,
    ', with ',
    slot.password,
    '.',
  ],
  views: {
    label: 'Number of openings',
    count: times,
    unlimited: 'any number of times',
    other: 'a number I choose',
    numberLabel: 'How many times',
    numberHint: (most: number) => `From 2 to ${most}.`,
  },
  until: (at: number) => `Expires ${formatAbsolute(at)}.`,
  password: {
    label: 'Kind of password',
    none: 'no password',
    typed: 'a password I choose',
    generated: 'a generated password',
    fieldLabel: 'Password',
    fieldHint: 'Send it separately from the link, by phone for example. We can’t recover it.',
    show: 'Show',
    hide: 'Hide',
    recipeLabel: 'Made of',
    recipes: {
      'words-4': 'four words',
      'words-5': 'five words',
      'words-6': 'six words',
      characters: 'fourteen characters',
    } satisfies Record<PasswordRecipe, string>,
    again: 'New password',
    copy: 'Copy password',
    copied: 'Copied',
    copyFailed: (key: string) => `Select it and press ${key} + C`,
    strength: {
      weak: 'Weak. Someone with the link and our database would guess it in hours.',
      fair: 'Fair. Fine against guessing here, but not if someone also has the link and our database.',
      good: 'Good. Expensive to guess even with the link and our database.',
      strong: 'Strong. Out of reach even with the link and our database.',
    } satisfies Record<Strength, string>,
    attempts: (slot: { limit: JSX.Element; then: JSX.Element }): JSX.Element => [
      'After ',
      slot.limit,
      ' in total, it is ',
      slot.then,
      '.',
    ],
    limitLabel: 'Wrong passwords allowed',
    limit: (count: number) => (count === 1 ? 'one wrong password' : `${count} wrong passwords`),
    thenLabel: 'What happens then',
    onLimit: { lock: 'locked until I unlock it', destroy: 'destroyed' },
  },

  allowReply: {
    label: 'Allow a reply',
    hint: 'The recipient can send you an encrypted reply from the same page.',
    requestTitle: 'Reply to a secret',
  },

  generator: {
    open: 'Generate',
    kindLabel: 'Generate',
    kinds: { characters: 'a password', words: 'a passphrase', hex: 'a key in hex', base64: 'a key in base64' },
    lengthLabel: { characters: 'Characters', words: 'Words', hex: 'Bits', base64: 'Bits' },
    classesLabel: 'Made of',
    classes: { lower: 'a–z', upper: 'A–Z', digits: '0–9', signs: '! # $ …' } satisfies Record<CharacterClass, string>,
    insert: 'Insert',
    inserted: 'Inserted.',
    failed: 'The word list could not be loaded. Check your connection and try again.',
    unloaded: 'The generator could not be loaded. Your text is still here: check your connection and try again.',
    retry: 'Try again',
  },

  files: {
    textToFile: 'Send it as a file',
    textTooLong: (room: Room) => `This text is too long. ${inBytes(room)} Send it as a file, or shorten it.`,
  },

  seal: 'Seal it',
  shortcut: (key: string) => `or press ${key} + Enter`,
  cancel: 'Cancel',
  sealing: 'Sealing…',
  hashing: (percent: number) => `Strengthening the password… ${percent}%`,
  sending: 'Uploading…',

  error: {
    empty: 'There is nothing to seal yet. Write or paste your secret first.',
    'files-off': attach.off,
    'takes-less': takesLess,
    'upload-lost':
      'The server has dropped this upload, perhaps because it took too long. Everything is still here: seal again to start over.',
    'upload-stopped':
      'The upload stopped in this browser, and nothing was shared. Everything is still here: check your connection and seal again.',
    'text-malformed': 'One character is broken, probably half an emoji. Remove it and try again.',
    'no-count': 'Choose how many times it opens: a whole number within the range shown.',
    'no-moment': 'Choose when it expires.',
    'moment-out-of-bounds': 'That time has passed. Choose a later one.',
    'password-empty': 'Enter the password, or choose another option.',
    'password-too-long': 'The password is longer than 1,024 bytes. Choose a shorter one.',
    'password-malformed':
      'The password or the text contains a broken character, which can’t be sealed exactly. Type it again.',
    'terms-refused':
      'The server does not accept these terms: the time is outside the allowed range, or it has already passed. Choose another time, then seal again.',
    'token-required':
      'You need a token to create something here, and no valid one was sent. Your text is still here: enter your token, then seal again.',
    refused: 'The server refused this secret. Change something and seal again: it is then sent as a new secret.',
    unable: 'This browser can’t do the cryptography that sealing needs, so nothing was sent. Try a current browser.',
  },
  /** The server named the limit. The terms on the page have been updated by the time this is read. */
  limit: {
    minTtlSeconds: 'That is sooner than this service allows. Choose a later time, then seal again.',
    maxTtlSeconds: 'That is longer than this service allows. Choose a shorter time, then seal again.',
    offeredTtlSeconds:
      'This service allows only certain times, and yours is not one of them. Check the updated terms, then seal again.',
    maxViews: 'This service does not allow that many openings. Check the updated terms, then seal again.',
    unlimitedViews: 'This service does not allow unlimited openings. Check the updated terms, then seal again.',
    requirePassword: 'This service requires a password. Choose one, then seal again.',
    requests: 'This service does not allow replies. Seal again to send the secret without one.',
  } satisfies Record<Exclude<Limit, 'maxFilesBytes' | 'maxSealedBytes'>, string>,
  alreadyOver: (state: OverState) =>
    `The server says that this secret ${overWord[state]}, although nobody has its link yet. The link is not shown, and the secret is deleted. Your text is still here. Do not send secrets through this service until the person who runs it has explained this.`,
  textTooLong: (room: Room) => `This is too long to seal. ${inBytes(room)} Shorten it, or split it into two secrets.`,
  namesTooLong,
  noSpace: (afterSeconds: number | undefined) =>
    `The server has no room for this right now and has kept nothing. Everything is still here: send less, or seal again ${
      afterSeconds === undefined ? 'later' : `in ${span(roundedUp(afterSeconds))}`
    }.`,
  quota: (afterSeconds: number | undefined) =>
    `This would exceed your storage limit for today. Your text is still here: ${
      afterSeconds === undefined ? 'seal again tomorrow' : `seal again in ${span(roundedUp(afterSeconds))}`
    }, or send less.`,
  filesTooLarge: (maxBytes: number | undefined) =>
    maxBytes === undefined
      ? 'These files are larger than the server accepts in one share. Remove some, then seal again.'
      : `These files are larger than the ${formatBytes(maxBytes)} that the server accepts in one share. Remove some, then seal again.`,
  fileChanged: (name: JSX.Element): JSX.Element => [
    name ?? 'One of the files',
    ' has changed or can no longer be read, so nothing was shared. Close any program that is writing to it, or remove it and add it again; then seal again.',
  ],
  serviceFailure: (failure: ServiceFailure) => {
    switch (failure.kind) {
      case 'sign-in':
        return signIn;
      case 'offline':
        return 'There is no connection to the server. Your text is still here: check your network and seal again.';
      case 'busy':
        return `Too many requests from your address. Your text is still here: seal again in ${minutes(failure.afterSeconds ?? 60)}.`;
      case 'server':
        return 'Something went wrong on our side. Your text is still here: seal again in a minute.';
      case 'strange':
        return 'The server sent a response that this page does not understand. Copy what you wrote, reload the page, and seal it there.';
    }
  },
};

export const sealed = {
  title: 'Sealed',
  lede: {
    once: 'Send this link to one person. Only the first person to open it can read the secret.',
    many: 'Send this link to the people who should read the secret. Anyone who has the link can open it.',
    manyWithPassword:
      'Send this link to the people who should read the secret. Anyone who has the link and the password can open it.',
  },
  link: 'The link',
  copied: 'Copied',
  qrLabel: 'The link as a QR code',
  qrHint: 'It contains the whole link, including the key. Show it only to the recipient’s camera.',
  qrHintApart: 'It contains the link without the key.',
  apart: 'Send the key separately',
  apartHide: 'Send it as one link',
  apartText:
    'Send the two parts through different channels, such as email and text. Neither opens anything without the other; the page asks for the key.',
  linkWithoutKey: 'Link without key',
  key: 'Key',
  copyShort: 'Copy',
  terms: {
    holds: 'Contains',
    contents: ({ text, files, fileBytes }: ContentSummary) =>
      `${text ? 'text and ' : ''}${filesCount(files)}, ${formatBytes(fileBytes)}`,
    opens: 'Opens',
    opensCount: timesOrUnlimited,
    until: 'Expires',
    untilText: (at: number) => `${formatAbsolute(at)}, your local time`,
    password: 'Password',
    passwordText: { true: 'yes; send it separately from the link', false: 'none' },
    passwordShow: 'Show',
    passwordHide: 'Hide',
    passwordShowLong: 'Show the password',
    passwordHideLong: 'Hide the password',
    passwordCopyLong: 'Copy the password',
    passwordHint: 'Send it separately from the link.',
    reply: 'Reply',
    replyText: (views: number) =>
      views === 1
        ? 'The recipient can reply once, until the secret expires.'
        : 'The people who open it can reply until it expires. Only the first reply is accepted.',
    readReply: 'Read the reply',
    copyReply: 'Copy link to the reply',
    replyHint: {
      listed: 'Also in My shares. A private window forgets that list when it closes.',
      unlisted:
        'This browser does not store anything, so this link is the only way to the reply. Copy it now and keep it private.',
    },
    yours: 'For you only',
    manage: 'Manage this secret',
    copyManage: 'Copy manage link',
    manageHint: {
      listed: 'Also in My shares. A private window forgets that list when it closes.',
      unlisted:
        'This browser does not store anything, so this link is the only way back. Copy it if you may want to delete the secret.',
    },
  },
  remove: 'Delete now',
  removeQuestion: 'Delete this secret? The link will stop working. This can’t be undone.',
  removeYes: 'Delete it',
  removeNo: 'Keep it',
  removing: 'Deleting…',
  detailsUnloaded: 'The rest of this page could not be loaded. The link works. Check your connection and try again.',
  detailsRetry: 'Try again',
  removedTitle: 'Deleted',
  removedLede: (endedAt: number | undefined) =>
    endedAt === undefined
      ? 'Deleted from this service. The link no longer works.'
      : `Deleted from this service at ${formatClock(endedAt)}. The link no longer works.`,
  removeFailed: 'Not deleted yet: the server could not be reached, or it refused. Try again, or use the manage link.',
  another: 'Write another',
};
