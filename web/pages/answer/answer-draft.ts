import type { Field, FileEntry, RequestField } from '#crypto/payload.ts';
import type { ChosenFile } from '#web/parts/files/chosen-file.ts';
import { distinctFitNames } from '#web/parts/files/fit-names.ts';

/** The value of one field of the form. */
export type Given = { readonly text: string } | { readonly file: File };

/** The answer being written. */
export interface AnswerDraft {
  readonly text: string;
  /** Attached files, in addition to those in fields. */
  readonly files: readonly ChosenFile[];
  /** Keyed by the position of the field in the question. */
  readonly given: Readonly<Record<number, Given>>;
}

export const emptyAnswerDraft: AnswerDraft = { text: '', files: [], given: {} };

export function isEmptyAnswer({ text, files, given }: AnswerDraft): boolean {
  return text === '' && files.length === 0 && !Object.values(given).some(isGiven);
}

export const isGiven = (given: Given | undefined): boolean =>
  given !== undefined && ('file' in given || given.text !== '');

/** @returns the names of empty fields */
export function emptyFields(fields: readonly RequestField[], { given }: AnswerDraft): string[] {
  return fields.filter((_, position) => !isGiven(given[position])).map(({ name }) => name);
}

export function withGiven({ given }: AnswerDraft, position: number, now: Given | undefined): Partial<AnswerDraft> {
  const { [position]: _, ...others } = given;
  return { given: now === undefined ? others : { ...others, [position]: now } };
}

/** The content of a draft, ready to be sealed. */
export interface AnswerContents {
  readonly text: string;
  readonly fields: readonly Field[];
  /** Files of fields first. Names are unique, and field values refer to them. */
  readonly chosen: readonly ChosenFile[];
}

export function contentsOf(fields: readonly RequestField[], { text, files, given }: AnswerDraft): AnswerContents {
  const ofFields = fields.flatMap((_, position) => {
    const now = given[position];
    return now !== undefined && 'file' in now ? [{ position, file: now.file }] : [];
  });
  const names = distinctFitNames(
    ofFields.map(({ file }) => file.name),
    files.map(({ name }) => name),
  );
  const named = ofFields.map(({ position, file }, i) => ({ position, name: names[i] ?? file.name, file }));
  const valueOf = (position: number): string => {
    const now = given[position];
    if (now === undefined) return '';
    return 'text' in now ? now.text : (named.find((one) => one.position === position)?.name ?? '');
  };
  return {
    text,
    fields: fields
      .map(({ name }, position) => ({ name, value: valueOf(position) }))
      .filter(({ value }) => value !== ''),
    chosen: [...named.map(({ name, file }) => ({ name, file })), ...files],
  };
}

export function entriesOf(chosen: readonly ChosenFile[]): FileEntry[] {
  return chosen.map(({ name, file: { size, type } }) => ({ name, size, type }));
}
