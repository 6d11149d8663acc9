import type { JSX } from 'solid-js';
import { listElements, sentences } from '#web/i18n/lists.ts';
import { inSlots, say } from '#web/i18n/words.ts';
import { sayFileChanged, sayFilesTooLarge, sayServiceFailure, sayWithWait } from '#web/parts/sending/say-failure.tsx';
import { sayRoom } from '#web/parts/sheet/say-room.ts';
import { answerErrors as words } from '#words/answer-errors.ts';
import { room } from '#words/room.ts';
import type { AnswerError } from './state.ts';

/** The sentence that the page shows for an error. */
export function sentenceOf(error: AnswerError): JSX.Element {
  switch (error.kind) {
    case 'service':
      return sayServiceFailure(words.service, error.failure);
    case 'not-accepting':
      return words.notAccepting[error.state];
    case 'fields-empty':
      return inSlots(words.fieldsEmpty, { count: error.names.length, names: <Names of={error.names} /> });
    case 'files-too-large':
      return sayFilesTooLarge(words, error.maxBytes);
    case 'too-long':
      return sentences(words.tooLong, sayRoom(error), words.tooLongNext);
    case 'names-too-long':
      return say(room.namesTooLong, { bytes: error.bytes, maxBytes: error.maxBytes });
    case 'takes-less':
      return room.takesLess;
    case 'quota':
      return sayWithWait(words.quota, words.quotaFor, error.afterSeconds);
    case 'no-space':
      return sayWithWait(words.noSpace, words.noSpaceFor, error.afterSeconds);
    // A lazy module says it, which has its words.
    case 'pass-required':
    case 'not-a-member':
      return undefined;
    case 'file-changed':
      return sayFileChanged(words, error.name);
    default:
      return words.error[error.kind];
  }
}

/** The names of fields, which the person who asked has written. */
function Names(props: { readonly of: readonly string[] }) {
  return <>{listElements(props.of.map((name) => <bdi translate="no">{name}</bdi>))}</>;
}
