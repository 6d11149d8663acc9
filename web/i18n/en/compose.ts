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

const minutes = (seconds: number) => (seconds < 120 ? 'a minute' : `${Math.ceil(seconds / 60)} minutes`);

/** Rounded down to a number that people can take in. */
function roughly(count: number): string {
  const step = count >= 100_000 ? 10_000 : count >= 10_000 ? 1000 : count >= 1000 ? 100 : 10;
  return (Math.floor(count / step) * step).toLocaleString('en');
}

export const compose = {
  title: 'Say it once.',
  lede: 'Sealed in your browser. The server keeps only what it cannot read, and not for long.',
  sheet: 'Your secret',
  sheetPlaceholder: 'A password, a key, a few lines, a file that nobody else should see.',
  sheetPlaceholderTextAlone: 'A password, a key, a few lines that nobody else should read.',
  characters: (count: number) => (count === 1 ? '1 character' : `${count.toLocaleString('en')} characters`),
  nearLimit: (bytes: number) => `Room for about ${roughly(bytes)} characters more.`,
  titleAdd: 'Title',
  titleLabel: 'Title',
  titleHint: 'Only you and the recipient ever see it.',

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
    label: 'How often it opens',
    count: (count: number) => (count === 1 ? 'once' : count === 2 ? 'twice' : `${count} times`),
    unlimited: 'any number of times',
    other: 'another number of times',
    numberLabel: 'How many times',
    numberHint: (most: number) => `From 2 to ${most}.`,
  },
  until: (at: number) => `That is until ${formatAbsolute(at)}, your local time.`,
  password: {
    label: 'Which password',
    none: 'no password',
    typed: 'a password of mine',
    generated: 'a generated password',
    fieldLabel: 'Password',
    fieldHint: 'Tell it to the recipient by another way than the link. It cannot be recovered.',
    show: 'Show',
    hide: 'Hide',
    recipeLabel: 'Made of',
    recipes: {
      'words-4': 'four words',
      'words-5': 'five words',
      'words-6': 'six words',
      characters: 'fourteen characters',
    } satisfies Record<PasswordRecipe, string>,
    again: 'Another one',
    copy: 'Copy password',
    copied: 'Copied',
    copyFailed: 'Select it and press Ctrl + C',
    strength: {
      weak: 'Weak. Somebody with the link and a copy of the database would guess it in hours.',
      fair: 'Fair. Fine against guessing here, but not if someone also has the link and our database.',
      good: 'Good. Even with the link and a copy of the database, guessing it would cost a great deal.',
      strong: 'Strong. Guessing it is out of reach, even with the link and a copy of the database.',
    } satisfies Record<Strength, string>,
    attempts: (slot: { limit: JSX.Element; then: JSX.Element }): JSX.Element => [
      'After ',
      slot.limit,
      ' in all, it is ',
      slot.then,
      '.',
    ],
    limitLabel: 'Wrong passwords allowed',
    limit: (count: number) => (count === 1 ? 'one wrong password' : `${count} wrong passwords`),
    thenLabel: 'What happens then',
    onLimit: { lock: 'locked until I unlock it', destroy: 'destroyed' },
  },

  letAnswer: {
    label: 'Let them answer',
    hint: 'A request goes along with it: whoever opens this can answer you, sealed, without a new link.',
    requestTitle: 'Answer to a secret',
  },

  generator: {
    open: 'Generate',
    kindLabel: 'Generate',
    kinds: { characters: 'a password', words: 'a passphrase', hex: 'a key in hex', base64: 'a key in base64' },
    lengthLabel: { characters: 'Characters', words: 'Words', hex: 'Bits', base64: 'Bits' },
    classesLabel: 'Made of',
    classes: { lower: 'a–z', upper: 'A–Z', digits: '0–9', signs: '! # $ …' } satisfies Record<CharacterClass, string>,
    insert: 'Put it on the sheet',
    inserted: 'It is on the sheet.',
    close: 'Close',
    failed: 'The word list did not arrive. Check your connection and try again.',
    unloaded:
      'The part of this page that generates passwords did not arrive. What you wrote is still here: check your connection and try again.',
    retry: 'Try again',
  },

  files: {
    textToFile: 'Send it as a file',
    textTooLong: (room: Room) => `This is too long for the sheet. ${inBytes(room)} Send it as a file, or shorten it.`,
  },

  seal: 'Seal it',
  shortcut: { mac: '⌘ + Enter seals and copies', other: 'Ctrl + Enter seals and copies' },
  cancel: 'Cancel',
  sealing: 'Sealing…',
  hashing: (percent: number) => `Working the password in… ${percent} %`,
  sending: 'Handing it over…',

  error: {
    empty: 'The sheet is empty. Write or paste what you want to hand over.',
    'files-off': attach.off,
    'takes-less': takesLess,
    'upload-lost':
      'The server has given this upload up, perhaps because it took too long. All of it is still here: seal again, and it starts over.',
    'upload-stopped':
      'The upload has stopped in this browser, and nothing was handed over. All of it is still here: check your connection and seal again.',
    'text-malformed':
      'The text holds half a character, which cannot be sealed exactly. Find the odd sign, often an emoji cut in two, and remove it.',
    'no-count': 'Choose how often it opens: a whole number, within what its field says.',
    'no-moment': 'Choose until when it can be opened.',
    'moment-out-of-bounds': 'That time has passed. Choose a later one.',
    'password-empty': 'Type the password, or choose another kind.',
    'password-too-long': 'The password is longer than 1,024 bytes. Choose a shorter one.',
    'password-malformed':
      'The password or the text holds half a character, which cannot be sealed exactly. Type it anew.',
    'terms-refused':
      'The server does not accept these terms: the time is outside what it allows, or it has passed meanwhile. Choose another one and seal again.',
    'token-required':
      'Only holders of a token create here, and no good one went along. What you wrote is still here: enter your token, and seal again.',
    refused: 'The server refused it. Change something on the sheet and seal again: it is then a new secret.',
    unable: 'This browser fails at the arithmetic that sealing needs, so nothing was sent. Try a current browser.',
  },
  /** What is refused by name; the sentence shows what may be chosen by the time this is read. */
  limit: {
    minTtlSeconds: 'That is sooner than this service allows. Choose a later time, and seal again.',
    maxTtlSeconds: 'That is longer than this service allows. Choose a shorter time, and seal again.',
    offeredTtlSeconds:
      'This service allows only certain times, and that is none of them. Look what the sentence says now, and seal again.',
    maxViews: 'This service does not allow that many openings. Look what the sentence says now, and seal again.',
    unlimitedViews:
      'This service does not allow any number of openings. Look what the sentence says now, and seal again.',
    requirePassword: 'This service takes no secret without a password. Choose one, and seal again.',
    requests: 'Nobody can be asked for an answer at this service. Seal again: it then goes without that.',
  } satisfies Record<Exclude<Limit, 'maxFilesBytes' | 'maxSealedBytes'>, string>,
  alreadyOver: (state: OverState) =>
    `The server says that this secret ${overWord[state]}, although nobody has its link yet. Its link is not shown, and it is deleted. What you wrote is still here. Do not send secrets over this service until the person who runs it has explained this.`,
  textTooLong: (room: Room) => `This is too long to seal. ${inBytes(room)} Shorten it, or split it over two secrets.`,
  namesTooLong,
  noSpace: (afterSeconds: number | undefined) =>
    `The server has no room for this just now, and keeps nothing of it. All of it is still here: try a smaller share, or seal again ${
      afterSeconds === undefined ? 'later' : `in ${span(roundedUp(afterSeconds))}`
    }.`,
  quota: (afterSeconds: number | undefined) =>
    `This is more than you may still store here today. What you wrote is still here: ${
      afterSeconds === undefined ? 'seal again tomorrow' : `seal again in ${span(roundedUp(afterSeconds))}`
    }, or send less.`,
  filesTooLarge: (maxBytes: number | undefined) =>
    maxBytes === undefined
      ? 'These files are more than the server takes in one share. Remove some, and seal again.'
      : `These files are more than the server takes in one share, which is ${formatBytes(maxBytes)}. Remove some, and seal again.`,
  fileChanged: (name: JSX.Element): JSX.Element => [
    name ?? 'One of the files',
    ' has changed or cannot be read any more, so nothing was handed over. Close whatever writes to it, or remove it and add it anew; then seal again.',
  ],
  serviceFailure: (failure: ServiceFailure) => {
    switch (failure.kind) {
      case 'sign-in':
        return signIn;
      case 'offline':
        return 'There is no connection to the server. What you wrote is still here: check your network and seal again.';
      case 'busy':
        return `The server has been asked too often from your address. What you wrote is still here: seal again in ${minutes(failure.afterSeconds ?? 60)}.`;
      case 'server':
        return 'The server has a fault of its own just now. What you wrote is still here: seal again in a minute.';
      case 'strange':
        return 'The server answered in a way that this page does not understand. Copy what you wrote, load the page again, and seal it there.';
    }
  },
};

export const sealed = {
  title: 'Sealed.',
  lede: {
    once: 'Send this link to one person. Whoever opens it first is the one who reads it.',
    many: 'Send this link to those who should read it. Whoever has it can open it.',
  },
  copiedAlready: 'The link is copied.',
  notCopied: 'The browser did not let this page copy the link by itself. Press “Copy link”.',
  link: 'The link',
  copy: 'Copy link',
  copied: 'Copied',
  qrLabel: 'The link as a QR code',
  qrHint: 'It holds the whole link, key and all. Show it to the recipient’s camera only.',
  apart: 'Send the key separately',
  apartHide: 'Send it as one link',
  apartText:
    'Send the two parts by two different ways. Neither opens anything without the other; the page asks for the key.',
  linkWithoutKey: 'Link without key',
  key: 'Key',
  copyShort: 'Copy',
  terms: {
    holds: 'Holds',
    contents: ({ text, files, fileBytes }: ContentSummary) =>
      `${text ? 'a text and ' : ''}${filesCount(files)}, ${formatBytes(fileBytes)}`,
    opens: 'Opens',
    opensCount: (count: number) => (count === 0 ? 'any number of times' : compose.views.count(count)),
    until: 'Until',
    untilText: (at: number) => `${formatAbsolute(at)}, your local time`,
    password: 'Password',
    passwordText: { true: 'yes, which you tell them apart from the link', false: 'none' },
    answer: 'Answer',
    answerText: (views: number) =>
      views === 1
        ? 'Whoever opens it can answer you, once, until then. '
        : 'Those who open it can answer you until then: the first answer is taken. ',
    readAnswers: 'Read the answers',
    answerHint: {
      listed: 'Also in My shares, on this device.',
      unlisted:
        'This browser keeps nothing, so that link is the only way to the answers. Copy it now, and keep it where nobody else looks.',
    },
    yours: 'Yours alone',
    manage: 'Watch or delete it',
    copyManage: 'Copy that link',
    manageHint: {
      listed: 'Also in My shares, on this device.',
      unlisted:
        'This browser keeps nothing, so that link is the only way back to it. Copy it if you may want to delete the secret.',
    },
  },
  remove: 'Delete now',
  removeQuestion: 'Delete it now? Nobody can open it any more, and it cannot be brought back.',
  removeYes: 'Delete it',
  removeNo: 'Keep it',
  removing: 'Deleting…',
  removed: 'Deleted.',
  removedLede: (endedAt: number | undefined) =>
    endedAt === undefined
      ? 'It is deleted from this service. The link opens nothing now.'
      : `Deleted from this service at ${formatClock(endedAt)}. The link opens nothing now.`,
  removeFailed:
    'It is not deleted yet: the server was not reached, or would not. Try again, or use the link to watch it.',
  another: 'Write another',
};
