import { composeErrors as words } from '#words/compose-errors.ts';
import type { ComposeDraft } from './compose-draft.ts';
import type { ComposeError } from './state.ts';

/** The fields of the terms that can show an error themselves. */
const fields = {
  'no-count': 'views',
  'no-moment': 'moment',
  'moment-out-of-bounds': 'moment',
  'password-empty': 'password',
  'password-too-long': 'password',
} as const;
type FieldError = keyof typeof fields;
export type TermsField = (typeof fields)[FieldError];

const isFieldError = (kind: ComposeError['kind']): kind is FieldError => Object.hasOwn(fields, kind);

/** @returns the field that shows the error; undefined: none, so the form shows it above its button */
export function placeOf({ kind }: ComposeError, draft: ComposeDraft): TermsField | undefined {
  if (!isFieldError(kind)) return undefined;
  const field = fields[kind];
  return field === 'password' && draft.password.kind !== 'typed' ? undefined : field;
}

/** @returns the sentence if this field shows the error */
export function errorIn(field: TermsField, error: ComposeError | undefined, draft: ComposeDraft): string | undefined {
  if (error === undefined || placeOf(error, draft) !== field) return undefined;
  return isFieldError(error.kind) ? words.error[error.kind] : undefined;
}

/** The text of the sheet has to change. */
export function isAboutText(error: ComposeError | undefined): boolean {
  return error?.kind === 'empty' || error?.kind === 'text-malformed' || error?.kind === 'too-long';
}
