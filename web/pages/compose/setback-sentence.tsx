import type { JSX } from 'solid-js';
import { compose as words } from '#messages/compose.ts';
import type { Setback } from './state.ts';

/** What happened, and what to do. */
export function sentenceOf(setback: Setback): JSX.Element {
  switch (setback.kind) {
    case 'trouble':
      return words.trouble(setback.trouble);
    case 'limit':
      return words.limit[setback.limit];
    case 'already-over':
      return words.alreadyOver(setback.state);
    case 'too-long':
      return words.textTooLong(setback);
    case 'names-too-long':
      return words.namesTooLong(setback);
    case 'quota':
      return words.quota(setback.afterSeconds);
    case 'no-space':
      return words.noSpace(setback.afterSeconds);
    case 'files-too-large':
      return words.filesTooLarge(setback.maxBytes);
    case 'file-changed':
      return words.fileChanged(setback.name === undefined ? undefined : <bdi translate="no">{setback.name}</bdi>);
    default:
      return words.setback[setback.kind];
  }
}
