import type { JSX } from 'solid-js';
import { compose as words } from '#messages/compose.ts';
import type { ComposeError } from './state.ts';

/** The sentence that the page shows for an error. */
export function sentenceOf(error: ComposeError): JSX.Element {
  switch (error.kind) {
    case 'service':
      return words.serviceFailure(error.failure);
    case 'limit':
      return words.limit[error.limit];
    case 'already-over':
      return words.alreadyOver(error.state);
    case 'too-long':
      return words.textTooLong(error);
    case 'names-too-long':
      return words.namesTooLong(error);
    case 'quota':
      return words.quota(error.afterSeconds);
    case 'no-space':
      return words.noSpace(error.afterSeconds);
    case 'files-too-large':
      return words.filesTooLarge(error.maxBytes);
    case 'file-changed':
      return words.fileChanged(error.name === undefined ? undefined : <bdi translate="no">{error.name}</bdi>);
    default:
      return words.error[error.kind];
  }
}
