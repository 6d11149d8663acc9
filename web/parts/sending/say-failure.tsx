import type { JSX } from 'solid-js';
import type { Message } from '#client/words/message.ts';
import type { ServiceFailure } from '#client/errors.ts';
import { formatBytes } from '#web/i18n/sizes.ts';
import { formatWait } from '#web/i18n/waits.ts';
import { inSlots, say } from '#web/i18n/words.ts';
import { serviceFailure } from '#words/service-failure.ts';

/** Each page says in its own words what has failed and what to do next. */
interface ServiceWords {
  readonly offline: string;
  readonly busy: Message<{ readonly when: string }>;
  readonly server: string;
  readonly strange: string;
}
interface FilesWords {
  readonly filesTooLarge: string;
  readonly filesTooLargeFor: Message<{ readonly max: string }>;
  readonly someFileChanged: string;
  readonly fileChanged: Message<{ readonly name: string }>;
}

/** How long to wait if a busy server does not say it. */
const BUSY_SECONDS = 60;

export function sayServiceFailure(words: ServiceWords, { kind, afterSeconds }: ServiceFailure): string {
  if (kind === 'sign-in') return serviceFailure['sign-in'];
  return kind === 'busy' ? say(words.busy, { when: formatWait(afterSeconds ?? BUSY_SECONDS) }) : words[kind];
}

/** The sentence with the wait, if the server has stated one. */
export const sayWithWait = (
  text: string,
  withWait: Message<{ readonly when: string }>,
  afterSeconds: number | undefined,
): string => (afterSeconds === undefined ? text : say(withWait, { when: formatWait(afterSeconds) }));

export const sayFilesTooLarge = (words: FilesWords, maxBytes: number | undefined): string =>
  maxBytes === undefined ? words.filesTooLarge : say(words.filesTooLargeFor, { max: formatBytes(maxBytes) });

export const sayFileChanged = (words: FilesWords, name: string | undefined): JSX.Element =>
  name === undefined ? words.someFileChanged : inSlots(words.fileChanged, { name: <bdi translate="no">{name}</bdi> });
