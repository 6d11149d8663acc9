import { createMemo, createSignal, onCleanup, Show } from 'solid-js';
import type { Policy } from '#client/policy.ts';
import { compose as words } from '#messages/compose.ts';
import { SentenceSelect } from '#web/ui/sentence-select.tsx';
import { passwordChoices, spanChoices, viewChoices } from './choices.ts';
import { CountField } from './count-field.tsx';
import { ttlSeconds, withPasswordKind } from './draft.ts';
import type { Draft } from './draft.ts';
import { LetAnswer } from './let-answer.tsx';
import { MomentField } from './moment-field.tsx';
import { PasswordTerms } from './password-terms.tsx';
import styles from './terms.module.css';

export interface TermsProps {
  readonly draft: Draft;
  readonly policy: Policy | undefined;
  readonly onEdit: (change: Partial<Draft>) => void;
}

const OTHER = 'other';
const MOMENT = 'moment';
const FIRST_OTHER = 4;
const TICK_MS = 15_000;

const unixNow = () => Math.floor(Date.now() / 1000);

export function Terms(props: TermsProps) {
  const [otherViews, setOtherViews] = createSignal(false);
  const [now, setNow] = createSignal(unixNow());
  const ticking = setInterval(() => setNow(unixNow()), TICK_MS);
  onCleanup(() => clearInterval(ticking));

  const views = createMemo(() => viewChoices(props.policy));
  const isOther = () => otherViews() && views().others && (props.draft.maxViews ?? FIRST_OTHER) > 1;
  const otherLabel = () => {
    const { maxViews } = props.draft;
    return isOther() && maxViews !== undefined ? words.views.count(maxViews) : words.views.other;
  };
  const viewOptions = () => [
    ...views().counts.map((count) => ({ value: String(count), label: words.views.count(count) })),
    ...(views().others ? [{ value: OTHER, label: otherLabel() }] : []),
    ...(views().unlimited ? [{ value: '0', label: words.views.unlimited }] : []),
  ];
  const chooseViews = (value: string) => {
    setOtherViews(value === OTHER);
    props.onEdit({ maxViews: value === OTHER ? FIRST_OTHER : Number(value) });
  };
  const offered = createMemo(() => spanChoices(props.policy));
  const spanOptions = () => [
    ...offered().spans.map((seconds) => ({ value: String(seconds), label: words.within.span(seconds) })),
    ...(offered().moment ? [{ value: MOMENT, label: words.within.moment }] : []),
  ];
  const chooseSpan = (value: string) =>
    props.onEdit({
      within: value === MOMENT ? { kind: 'moment', at: undefined } : { kind: 'span', seconds: Number(value) },
    });
  const until = () => {
    const seconds = ttlSeconds(props.draft.within, now());
    return seconds === undefined ? undefined : now() + seconds;
  };
  return (
    <>
      <p class={styles['sentence']}>
        {words.terms({
          views: (
            <SentenceSelect
              label={words.views.label}
              value={isOther() ? OTHER : String(props.draft.maxViews)}
              options={viewOptions()}
              onChange={chooseViews}
            />
          ),
          within: (
            <SentenceSelect
              label={words.within.label}
              value={props.draft.within.kind === 'span' ? String(props.draft.within.seconds) : MOMENT}
              options={spanOptions()}
              onChange={chooseSpan}
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
      </p>
      <Show when={until()}>{(at) => <p class={styles['until']}>{words.within.until(at())}</p>}</Show>
      <Show when={isOther()}>
        <CountField
          label={words.views.numberLabel}
          hint={words.views.numberHint(views().most)}
          most={views().most}
          value={props.draft.maxViews}
          onChange={(maxViews) => props.onEdit({ maxViews })}
        />
      </Show>
      <Show when={props.draft.within.kind === 'moment'}>
        <MomentField policy={props.policy} onChange={(at) => props.onEdit({ within: { kind: 'moment', at } })} />
      </Show>
      <PasswordTerms draft={props.draft} onEdit={props.onEdit} />
      <Show when={props.policy?.requests ?? true}>
        <LetAnswer draft={props.draft} onEdit={props.onEdit} />
      </Show>
    </>
  );
}
