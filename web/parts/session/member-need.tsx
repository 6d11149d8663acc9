import { createEffect, createUniqueId, Match, on, onMount, Show, Switch } from 'solid-js';
import type { MemberFault } from '#client/errors.ts';
import type { Policy } from '#client/policy.ts';
import { memberTerms as words } from '#words/member-terms.ts';
import { session as sessionWords } from '#words/session.ts';
import { inSlots, say } from '#web/i18n/words.ts';
import { focusIfFree } from '#web/app/focus.ts';
import { at } from '#web/app/state.ts';
import { announce } from '#web/ui/announce.tsx';
import type { TokenHolder } from '#web/parts/token/create-token-holder.ts';
import { Who } from './members-ask.tsx';
import styles from './member-need.module.css';
import { addSessionLine } from './session-line.tsx';
import { session } from './session.ts';
import { SignInLink } from './sign-in-link.tsx';

/** The button of the page's form. */
const SUBMIT = '[type="submit"]';

export interface MemberNeedProps {
  readonly policy: Policy;
  /** A chosen option needs a member, even where everyone may create. */
  readonly chosen: boolean;
  /** The server, or this page before it asked, has refused. */
  readonly fault: MemberFault | undefined;
  readonly token: Pick<TokenHolder, 'need' | 'spare'>;
}

/** Says that a member is needed, and how to sign in without losing what is typed. */
export default function MemberNeed(props: MemberNeedProps) {
  onMount(addSessionLine);
  const sentenceId = createUniqueId();
  let link: HTMLAnchorElement | undefined;
  // The sentence may have been there before: the focus shows what to do, and screen readers say why.
  createEffect(() => props.fault !== undefined && queueMicrotask(() => link?.focus()));
  const create = () => props.policy.create;
  const isRequired = () => create() === 'member' || props.chosen || props.fault === 'pass-required';
  const who = () => {
    const now = session.state();
    return now.at === 'signed-in' ? now.session : undefined;
  };
  const nobody = () => session.state().at === 'none';
  createEffect(
    on(
      () => create() === 'member-or-token' && nobody(),
      (needed, before) => {
        if (needed) props.token.need();
        else if (before === true) props.token.spare();
      },
    ),
  );
  createEffect(
    on(nobody, (isNobody, before) => {
      const member = who();
      if (before !== true || isNobody || member === undefined) return;
      announce(say(sessionWords.signedIn, { who: member.who }));
      // The link that had the focus is gone.
      queueMicrotask(() => focusIfFree(document.querySelector<HTMLElement>(SUBMIT)));
    }),
  );
  const name = () => props.policy.signIn?.name ?? '';
  return (
    <Switch>
      <Match when={nobody() && (isRequired() || create() === 'member-or-token')}>
        <div class={styles['need']} data-fault={props.fault !== undefined}>
          <p id={sentenceId}>
            {say(isRequired() ? (props.chosen ? words.needed : words.create) : words.orToken, { name: name() })}
          </p>
          <p>
            <SignInLink class={styles['link']} ref={(element) => (link = element)} describedBy={sentenceId} />
          </p>
          <p class={styles['hint']}>{words.kept}</p>
        </div>
      </Match>
      <Match when={who()}>
        {(member) => (
          <Show when={props.fault === 'not-a-member' || (create() === 'member' && !member().creator)}>
            <p class={styles['need']} role="alert">
              {inSlots(words.notCreator, { who: <Who text={member().who} /> })}
            </p>
          </Show>
        )}
      </Match>
      <Match when={props.fault === 'pass-required' && at(session.state, 'unknown')}>
        <p class={styles['need']} role="alert">
          {words.unknown}
        </p>
      </Match>
    </Switch>
  );
}
