import type { JSX } from 'solid-js';
import type { ServiceFailure } from '#client/errors.ts';
import { listElements, sentences } from '#web/i18n/lists.ts';
import { formatBytes } from '#web/i18n/sizes.ts';
import { formatWait } from '#web/i18n/waits.ts';
import { inSlots, say } from '#web/i18n/words.ts';
import { sayRoom } from '#web/parts/sheet/say-room.ts';
import { answerErrors as words } from '#words/answer-errors.ts';
import { room } from '#words/room.ts';
import { serviceFailure } from '#words/service-failure.ts';
import type { AnswerError } from './state.ts';

/** The sentence that the page shows for an error. */
export function sentenceOf(error: AnswerError): JSX.Element {
  switch (error.kind) {
    case 'service':
      return serviceSentence(error.failure);
    case 'not-accepting':
      return words.notAccepting[error.state];
    case 'fields-empty':
      return inSlots(words.fieldsEmpty, { count: error.names.length, names: <Names of={error.names} /> });
    case 'files-too-large':
      return error.maxBytes === undefined
        ? words.filesTooLarge
        : say(words.filesTooLargeFor, { max: formatBytes(error.maxBytes) });
    case 'too-long':
      return sentences(words.tooLong, sayRoom(error), words.tooLongNext);
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
    case 'file-changed':
      return error.name === undefined
        ? words.someFileChanged
        : inSlots(words.fileChanged, { name: <bdi translate="no">{error.name}</bdi> });
    default:
      return words.error[error.kind];
  }
}

/** The names of fields, which the person who asked has written. */
function Names(props: { readonly of: readonly string[] }) {
  return <>{listElements(props.of.map((name) => <bdi translate="no">{name}</bdi>))}</>;
}

function serviceSentence({ kind, afterSeconds }: ServiceFailure): string {
  if (kind === 'sign-in') return serviceFailure['sign-in'];
  return kind === 'busy' ? say(words.service.busy, { when: formatWait(afterSeconds ?? 60) }) : words.service[kind];
}
