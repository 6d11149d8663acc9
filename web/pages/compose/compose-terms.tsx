import { createMemo, createSignal, Show } from 'solid-js';
import type { Policy } from '#client/policy.ts';
import { formatAbsolute } from '#web/i18n/dates.ts';
import { formatNumber } from '#web/i18n/numbers.ts';
import { inSlots, say } from '#web/i18n/words.ts';
import { compose as words } from '#words/compose.ts';
import { CountField } from '#web/parts/terms/count-field.tsx';
import { MomentField } from '#web/parts/terms/moment-field.tsx';
import { Until } from '#web/parts/terms/until.tsx';
import { WithinSelect } from '#web/parts/terms/within-select.tsx';
import { Sentence } from '#web/parts/terms/sentence.tsx';
import { Late } from '#web/ui/late.tsx';
import { SentenceSelect } from '#web/ui/sentence-select.tsx';
import { passwordChoices, viewChoices } from './choices.ts';
import { withPasswordKind } from './compose-draft.ts';
import type { ComposeDraft } from './compose-draft.ts';
import { errorIn } from './place-error.ts';
import type { TermsField } from './place-error.ts';
import type { ComposeError } from './state.ts';

/** A lazy module, loaded while the person writes. */
export const importPasswordTerms = () => import('./password-terms.tsx');

export interface ComposeTermsProps {
  readonly draft: ComposeDraft;
  readonly policy: Policy | undefined;
  readonly error: ComposeError | undefined;
  readonly onEdit: (change: Partial<ComposeDraft>) => void;
}

const OTHER = 'other';
const FIRST_OTHER = 4;

export function ComposeTerms(props: ComposeTermsProps) {
  const [otherViews, setOtherViews] = createSignal(false);
  const views = createMemo(() => viewChoices(props.policy));
  const isOther = () => otherViews() && views().others && (props.draft.maxViews ?? FIRST_OTHER) > 1;
  const otherLabel = () => {
    const { maxViews } = props.draft;
    return isOther() && maxViews !== undefined ? countLabel(maxViews) : words.views.other;
  };
  const viewOptions = () => [
    ...views().counts.map((count) => ({ value: String(count), label: countLabel(count) })),
    ...(views().others ? [{ value: OTHER, label: otherLabel() }] : []),
    ...(views().unlimited ? [{ value: '0', label: words.views.unlimited }] : []),
  ];
  const errorOf = (field: TermsField) => errorIn(field, props.error, props.draft);
  const chooseViews = (value: string) => {
    setOtherViews(value === OTHER);
    props.onEdit({ maxViews: value === OTHER ? FIRST_OTHER : Number(value) });
  };
  return (
    <>
      <Sentence>
        {inSlots(words.terms, {
          views: (
            <SentenceSelect
              label={words.views.label}
              value={isOther() ? OTHER : String(props.draft.maxViews)}
              options={viewOptions()}
              onChange={chooseViews}
            />
          ),
          within: (
            <WithinSelect
              words={words.within}
              value={props.draft.within}
              policy={props.policy}
              onChange={(within) => props.onEdit({ within })}
            />
          ),
          password: (
            <SentenceSelect
              label={words.password.label}
              value={props.draft.password.kind}
              options={passwordChoices(props.policy).map((value) => ({ value, label: words.password[value] }))}
              onChange={(kind) => props.onEdit(withPasswordKind(props.draft, kind))}
            />
          ),
        })}
      </Sentence>
      <Until within={props.draft.within} say={(at) => say(words.until, { when: formatAbsolute(at) })} />
      <Show when={isOther()}>
        <CountField
          label={words.views.numberLabel}
          hint={say(words.views.numberHint, { most: formatNumber(views().most) })}
          most={views().most}
          value={props.draft.maxViews}
          error={errorOf('views')}
          onChange={(maxViews) => props.onEdit({ maxViews })}
        />
      </Show>
      <Show when={props.draft.within.kind === 'moment'}>
        <MomentField
          policy={props.policy}
          error={errorOf('moment')}
          onChange={(at) => props.onEdit({ within: { kind: 'moment', at } })}
        />
      </Show>
      <Show when={props.draft.password.kind !== 'none'}>
        <Late
          load={importPasswordTerms}
          props={{ draft: props.draft, error: errorOf('password'), onEdit: props.onEdit }}
          failed={words.password.unloaded}
          again={words.password.retry}
        />
      </Show>
    </>
  );
}

const countLabel = (count: number) => say(words.views.count, { count });
