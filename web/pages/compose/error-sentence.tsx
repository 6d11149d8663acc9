import type { JSX } from 'solid-js';
import type { ServiceFailure } from '#client/errors.ts';
import { sentences } from '#web/i18n/lists.ts';
import { formatBytes } from '#web/i18n/sizes.ts';
import { formatWait } from '#web/i18n/waits.ts';
import { inSlots, say } from '#web/i18n/words.ts';
import { sayRoom } from '#web/parts/sheet/say-room.ts';
import { composeErrors as words } from '#words/compose-errors.ts';
import { compose } from '#words/compose.ts';
import { room } from '#words/room.ts';
import { serviceFailure } from '#words/service-failure.ts';
import type { ComposeError } from './state.ts';

/** The sentence that the page shows for an error. */
export function sentenceOf(error: ComposeError): JSX.Element {
  switch (error.kind) {
    case 'service':
      return serviceSentence(error.failure);
    case 'limit':
      return words.limit[error.limit];
    case 'already-over':
      return say(words.alreadyOver, { state: error.state });
    case 'too-long':
      return sentences(compose.tooLong, sayRoom(error), compose.tooLongNext);
    case 'names-too-long':
      return say(room.namesTooLong, { bytes: error.bytes, maxBytes: error.maxBytes });
    case 'takes-less':
      return room.takesLess;
    case 'quota':
      return error.afterSeconds === undefined
        ? words.quota
        : say(words.quotaFor, { when: formatWait(error.afterSeconds) });
    case 'no-space':
      return error.afterSeconds === undefined
        ? words.noSpace
        : say(words.noSpaceFor, { when: formatWait(error.afterSeconds) });
    case 'files-too-large':
      return error.maxBytes === undefined
        ? words.filesTooLarge
        : say(words.filesTooLargeFor, { max: formatBytes(error.maxBytes) });
    case 'file-changed':
      return error.name === undefined
        ? words.someFileChanged
        : inSlots(words.fileChanged, { name: <bdi translate="no">{error.name}</bdi> });
    default:
      return words.error[error.kind];
  }
}

function serviceSentence({ kind, afterSeconds }: ServiceFailure): string {
  if (kind === 'sign-in') return serviceFailure['sign-in'];
  return kind === 'busy' ? say(words.service.busy, { when: formatWait(afterSeconds ?? 60) }) : words.service[kind];
}
