import type { JSX } from 'solid-js';
import type { ServiceFailure } from '#client/errors.ts';
import { formatNumber } from '#web/i18n/numbers.ts';
import { formatWait } from '#web/i18n/waits.ts';
import { inSlots, say } from '#web/i18n/words.ts';
import { askErrors as words } from '#words/ask-errors.ts';
import { serviceFailure } from '#words/service-failure.ts';
import { MAX_ANSWERS } from './ask-draft.ts';
import type { AskError } from './state.ts';

/** The sentence that the page shows for an error. */
export function sentenceOf(error: AskError): JSX.Element {
  switch (error.kind) {
    case 'service':
      return serviceSentence(error.failure);
    case 'already-over':
      return say(words.alreadyOver, { state: error.state });
    case 'limit':
      return words.limit[error.limit];
    case 'quota':
      return error.afterSeconds === undefined
        ? words.quota
        : say(words.quotaFor, { when: formatWait(error.afterSeconds) });
    case 'no-space':
      return error.afterSeconds === undefined
        ? words.noSpace
        : say(words.noSpaceFor, { when: formatWait(error.afterSeconds) });
    case 'fields-alike':
      return inSlots(words.fieldsAlike, { name: <bdi translate="no">{error.name}</bdi> });
    case 'no-count':
      return noCount();
    default:
      return words.error[error.kind];
  }
}

export const noCount = (): string => say(words.noCount, { most: formatNumber(MAX_ANSWERS) });

function serviceSentence({ kind, afterSeconds }: ServiceFailure): string {
  if (kind === 'sign-in') return serviceFailure['sign-in'];
  return kind === 'busy' ? say(words.service.busy, { when: formatWait(afterSeconds ?? 60) }) : words.service[kind];
}
