import { createSignal } from 'solid-js';
import type { Accessor } from 'solid-js';
import { ApiError, serviceFailureOf } from '#client/errors.ts';
import type { ReportBody, Reason } from '#server/reports/wire.ts';
import type { ServiceFailure } from '#client/errors.ts';
import { readSubject } from './read-subject.ts';
import type { SubjectFault } from './read-subject.ts';

export interface ReportDraft {
  /** An id, or a text that may become one. */
  readonly subject: string;
  /** More text came with the id, probably a key, and was removed. */
  readonly cut: boolean;
  readonly reason: Reason | undefined;
}

export type ReportError =
  | SubjectFault
  | { readonly kind: 'no-reason' | 'too-many' | 'refused' }
  | { readonly kind: 'service'; readonly failure: ServiceFailure };

export type ReportState =
  /** This service accepts no reports. */
  | { readonly at: 'off' }
  | { readonly at: 'writing'; readonly draft: ReportDraft; readonly error?: ReportError | undefined }
  | { readonly at: 'sending'; readonly draft: ReportDraft }
  /** Looks the same for every id. */
  | { readonly at: 'sent' };

export interface ReportEffects {
  /** Whether this service accepts reports. */
  readonly taken: boolean;
  /** The start of this service's links; ends with `/`. */
  readonly publicUrl: string;
  /** The fragment of the page's address: an id. */
  readonly fragment: string;
  /** Removes everything but the id from the address. */
  readonly cutAddress: (id: string) => void;
  readonly send: (report: ReportBody) => Promise<unknown>;
}

export interface Reporter {
  readonly state: Accessor<ReportState>;
  /** @param whole the text was pasted or dropped, not typed */
  readonly editSubject: (text: string, whole: boolean) => void;
  readonly chooseReason: (reason: Reason) => void;
  readonly send: () => Promise<void>;
}

export function createReport(effects: ReportEffects): Reporter {
  const [state, setState] = createSignal<ReportState>(begin(effects));
  const writing = () => {
    const now = state();
    return now.at === 'writing' ? now : undefined;
  };
  return {
    state,
    editSubject: (text, whole) => {
      const now = writing();
      if (now === undefined) return;
      // A `#` ends the id. A key follows, and it must not even stay in the field.
      const reading = whole || text.includes('#') ? readSubject(text, effects.publicUrl) : undefined;
      const subject = reading?.ok ? { subject: reading.id, cut: reading.cut } : { subject: text, cut: false };
      setState({ at: 'writing', draft: { ...now.draft, ...subject } });
    },
    chooseReason: (reason) => {
      const now = writing();
      if (now !== undefined) setState({ at: 'writing', draft: { ...now.draft, reason } });
    },
    send: async () => {
      const now = writing();
      if (now !== undefined) await send({ effects, show: setState }, now.draft);
    },
  };
}

function begin({ taken, publicUrl, fragment, cutAddress }: ReportEffects): ReportState {
  if (!taken) return { at: 'off' };
  const given = fragment.replace(/^#/, '');
  const reading = readSubject(given, publicUrl);
  if (!reading.ok) return { at: 'writing', draft: { subject: '', cut: false, reason: undefined } };
  if (given !== reading.id) cutAddress(reading.id);
  return { at: 'writing', draft: { subject: reading.id, cut: reading.cut, reason: undefined } };
}

interface Reporting {
  readonly effects: ReportEffects;
  readonly show: (state: ReportState) => void;
}

async function send({ effects, show }: Reporting, draft: ReportDraft): Promise<void> {
  const { reason } = draft;
  const subject = readSubject(draft.subject, effects.publicUrl);
  if (!subject.ok) {
    show({ at: 'writing', draft, error: subject.fault });
    return;
  }
  const read = { ...draft, subject: subject.id, cut: draft.cut || subject.cut };
  if (reason === undefined) {
    show({ at: 'writing', draft: read, error: { kind: 'no-reason' } });
    return;
  }
  show({ at: 'sending', draft: read });
  try {
    await effects.send({ id: subject.id, reason });
    show({ at: 'sent' });
  } catch (error) {
    show({ at: 'writing', draft: read, error: reportErrorOf(error) });
  }
}

function reportErrorOf(error: unknown): ReportError {
  const failure = serviceFailureOf(error);
  if (failure !== undefined) return { kind: 'service', failure };
  return { kind: error instanceof ApiError && error.code === 'quota-exceeded' ? 'too-many' : 'refused' };
}
