import { compose as words } from '#messages/compose.ts';
import type { ComposeDraft } from './compose-draft.ts';
import type { ComposeError } from './state.ts';

/** The fields of the terms that can show an error themselves. */
export type TermsField = 'views' | 'moment' | 'password';

/** @returns the field that shows the error; undefined: none, so the form shows it above its button */
export function placeOf(error: ComposeError, draft: ComposeDraft): TermsField | undefined {
  switch (error.kind) {
    case 'no-count':
      return 'views';
    case 'no-moment':
    case 'moment-out-of-bounds':
      return 'moment';
    case 'password-empty':
    case 'password-too-long':
      return draft.password.kind === 'typed' ? 'password' : undefined;
    default:
      return undefined;
  }
}

/** @returns the sentence if this field shows the error */
export function errorIn(field: TermsField, error: ComposeError | undefined, draft: ComposeDraft): string | undefined {
  if (error === undefined || placeOf(error, draft) !== field) return undefined;
  return error.kind in words.error ? words.error[error.kind as keyof typeof words.error] : undefined;
}

/** The text of the sheet has to change. */
export function isAboutText(error: ComposeError | undefined): boolean {
  return error?.kind === 'empty' || error?.kind === 'text-malformed' || error?.kind === 'too-long';
}
