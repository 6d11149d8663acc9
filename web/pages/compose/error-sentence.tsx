import type { JSX } from 'solid-js';
import { sentences } from '#web/i18n/lists.ts';
import { say } from '#web/i18n/words.ts';
import { sayFileChanged, sayFilesTooLarge, sayServiceFailure, sayWithWait } from '#web/parts/sending/say-failure.tsx';
import { sayRoom } from '#web/parts/sheet/say-room.ts';
import { composeErrors as words } from '#words/compose-errors.ts';
import { compose } from '#words/compose.ts';
import { room } from '#words/room.ts';
import type { ComposeError } from './state.ts';

/** The sentence that the page shows for an error. */
export function sentenceOf(error: ComposeError): JSX.Element {
  switch (error.kind) {
    case 'service':
      return sayServiceFailure(words.service, error.failure);
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
      return sayWithWait(words.quota, words.quotaFor, error.afterSeconds);
    case 'quota-people':
      return sayWithWait(words.quotaPeople, words.quotaPeopleFor, error.afterSeconds);
    // A lazy module says it, which has its words.
    case 'conditions':
    case 'pass-required':
    case 'not-a-member':
      return undefined;
    case 'no-space':
      return sayWithWait(words.noSpace, words.noSpaceFor, error.afterSeconds);
    case 'files-too-large':
      return sayFilesTooLarge(words, error.maxBytes);
    case 'file-changed':
      return sayFileChanged(words, error.name);
    default:
      return words.error[error.kind];
  }
}
