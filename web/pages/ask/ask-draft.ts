import type { Policy } from '#client/policy.ts';
import type { RequestField } from '#crypto/payload.ts';
import type { Keep } from '#server/requests/wire.ts';
import { nearestSpan, withinTo } from '#web/parts/terms/within.ts';
import type { Within } from '#web/parts/terms/within.ts';

export { MAX_ANSWERS, MAX_TITLE_LENGTH } from '#crypto/limits.ts';

export type FieldType = RequestField['type'];
export const fieldTypes: readonly FieldType[] = ['line', 'text', 'file'];

/** A field of the form that the recipient fills in. */
export interface DraftField extends RequestField {
  /** Identifies the field while its name is being typed. */
  readonly key: number;
}

export interface AskDraft {
  readonly title: string;
  /** The description of what is wanted; may be ''. */
  readonly ask: string;
  readonly fields: readonly DraftField[];
  /** Undefined while its field contains no allowed number. */
  readonly maxAnswers: number | undefined;
  /** How long the request accepts answers. */
  readonly within: Within;
  readonly answerTtlSeconds: number;
  readonly keep: Keep;
  /** Only members read and answer it. */
  readonly forMembers: boolean;
  /** The groups of members who can read it; empty: every member. */
  readonly groups: readonly string[];
  readonly showSender: boolean;
  /** Mail to the person who asks about answers. */
  readonly mail: boolean;
}

const WEEK_SECONDS = 604_800;

export function emptyAskDraft(): AskDraft {
  return {
    ...{ title: '', ask: '', fields: [], maxAnswers: 1 },
    within: { kind: 'span', seconds: WEEK_SECONDS },
    answerTtlSeconds: WEEK_SECONDS,
    keep: 'expiry',
    forMembers: false,
    groups: [],
    showSender: false,
    mail: false,
  };
}

/** @returns the changes that bring a draft within the policy; nothing typed changes */
export function fitAskDraft(policy: Policy, { within, answerTtlSeconds, forMembers }: AskDraft): Partial<AskDraft> {
  const fitting = withinTo(policy, within, within.kind === 'span' ? within.seconds : WEEK_SECONDS);
  const stays = nearestSpan(policy, answerTtlSeconds);
  return {
    ...(fitting !== within && { within: fitting }),
    ...(stays !== answerTtlSeconds && { answerTtlSeconds: stays }),
    ...(!forMembers && policy.who?.[0] === 'members' && !mayAskAnyone(policy) && { forMembers: true }),
  };
}

/** Whether a request may be for anyone with its link. */
export const mayAskAnyone = ({ who }: Pick<Policy, 'who'>): boolean => who === undefined || who.includes('anyone');

export function isEmptyRequest({ title, ask, fields }: AskDraft): boolean {
  return title === '' && ask === '' && fields.length === 0;
}

/** Appends fields, except named ones that already exist. */
export function withFields(draft: AskDraft, added: readonly RequestField[]): Partial<AskDraft> {
  const names = new Set(draft.fields.map(({ name }) => name));
  const fresh = added.filter(({ name }) => name === '' || !names.has(name));
  const first = 1 + Math.max(0, ...draft.fields.map(({ key }) => key));
  return { fields: [...draft.fields, ...fresh.map((field, i) => ({ ...field, key: first + i }))] };
}

export function withoutField({ fields }: AskDraft, key: number): Partial<AskDraft> {
  return { fields: fields.filter((field) => field.key !== key) };
}

export function withField({ fields }: AskDraft, key: number, change: Partial<RequestField>): Partial<AskDraft> {
  return { fields: fields.map((field) => (field.key === key ? { ...field, ...change } : field)) };
}

/** @param by -1: up; 1: down. At the ends nothing happens. */
export function withFieldMoved({ fields }: AskDraft, key: number, by: -1 | 1): Partial<AskDraft> {
  const from = fields.findIndex((field) => field.key === key);
  const [field, other] = [fields[from], fields[from + by]];
  if (field === undefined || other === undefined) return {};
  const moved = [...fields];
  moved[from] = other;
  moved[from + by] = field;
  return { fields: moved };
}
