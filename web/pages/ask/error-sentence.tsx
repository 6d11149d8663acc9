import type { JSX } from 'solid-js';
import { formatNumber } from '#web/i18n/numbers.ts';
import { inSlots, say } from '#web/i18n/words.ts';
import { sayServiceFailure, sayWithWait } from '#web/parts/sending/say-failure.tsx';
import { askErrors as words } from '#words/ask-errors.ts';
import { MAX_ANSWERS } from './ask-draft.ts';
import type { AskError } from './state.ts';

/** The sentence that the page shows for an error. */
export function sentenceOf(error: AskError): JSX.Element {
  switch (error.kind) {
    case 'service':
      return sayServiceFailure(words.service, error.failure);
    case 'already-over':
      return say(words.alreadyOver, { state: error.state });
    case 'limit':
      return words.limit[error.limit];
    case 'quota':
      return sayWithWait(words.quota, words.quotaFor, error.afterSeconds);
    case 'no-space':
      return sayWithWait(words.noSpace, words.noSpaceFor, error.afterSeconds);
    case 'fields-alike':
      return inSlots(words.fieldsAlike, { name: <bdi translate="no">{error.name}</bdi> });
    case 'no-count':
      return noCount();
    // A lazy module says it, which has its words.
    case 'pass-required':
    case 'not-a-member':
      return undefined;
    default:
      return words.error[error.kind];
  }
}

export const noCount = (): string => say(words.noCount, { most: formatNumber(MAX_ANSWERS) });
