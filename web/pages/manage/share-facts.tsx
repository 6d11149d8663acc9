import { For, Show } from 'solid-js';
import type { JSX } from 'solid-js';
import type { ManagedShare, Opener } from '#client/manage.ts';
import { managedShare as messages } from '#words/managed-share.ts';
import { MAX_OPENED_AT } from '#server/forms/wire.ts';
import { formatAbsolute, formatLeft, formatRelative } from '#web/i18n/dates.ts';
import { formatNumber } from '#web/i18n/numbers.ts';
import { inSlots, say } from '#web/i18n/words.ts';
import { shownSender } from '#web/parts/session/shown-sender.ts';
import { createServerNow } from '#web/clock.ts';
import { Fact, Facts } from '#web/parts/facts/facts.tsx';
import { membersOnly } from '#web/parts/facts/members-only.ts';
import { openedBy, opensAgain } from '#web/parts/list/status.ts';
import { countPeople } from './named-people.ts';
import styles from './share-panel.module.css';

interface ShareFactsProps {
  readonly share: ManagedShare;
  /** A control below the expiry. */
  readonly ending?: JSX.Element;
}

export function ShareFacts(props: ShareFactsProps) {
  const now = createServerNow();
  const share = () => props.share;
  const canOpen = () => opensAgain(share());
  const distance = () => {
    const { expiresAt } = share();
    return canOpen() ? formatLeft(expiresAt, now()) : formatRelative(Math.min(expiresAt, now()), now());
  };
  return (
    <Facts>
      <Show when={share().reading > 0 && !share().answer}>
        <Fact name={messages.facts.reading}>
          <strong>{say(messages.reading, { count: share().reading })}</strong>
        </Fact>
      </Show>
      <Show when={canOpen() && !share().answer}>
        <Fact name={messages.facts.opens}>{opens(share())}</Fact>
      </Show>
      <MemberFacts share={share()} />
      <Show when={canOpen() && share().notBefore}>
        {(from) => (
          <Fact name={messages.facts.notBefore}>
            {from() > now()
              ? say(messages.until, { when: formatAbsolute(from()), left: formatLeft(from(), now()) })
              : formatAbsolute(from())}
          </Fact>
        )}
      </Show>
      <Show when={share().answer} fallback={<Openings share={share()} />}>
        <Show when={readWords(share())}>{(words) => <Fact name={messages.answer.read}>{words()}</Fact>}</Show>
      </Show>
      <Show when={share().hasPassword}>
        <Fact name={messages.facts.attempts}>
          {attempts(share())}
          <Show when={share().state === 'live'}>
            <span class={styles['quiet']}>
              {say(messages.attempts[share().onLimit], { limit: share().attemptLimit })}
            </span>
          </Show>
        </Fact>
      </Show>
      <Show when={canOpen() || share().state === 'expired'}>
        <Fact name={canOpen() ? messages.facts.until : messages.facts.expired}>
          {say(messages.until, { when: formatAbsolute(share().expiresAt), left: distance() })}
          <Show when={share().firstExpiresAt}>
            {(first) => (
              <span class={styles['quiet']}>{say(messages.firstUntil, { when: formatAbsolute(first()) })}</span>
            )}
          </Show>
          {props.ending}
        </Fact>
      </Show>
      <Show when={share().notices}>
        {(notices) => <Fact name={messages.facts.notices}>{messages.notices[notices()]}</Fact>}
      </Show>
      <Fact name={messages.facts.made}>{formatAbsolute(share().createdAt)}</Fact>
    </Facts>
  );
}

function Openings(props: Pick<ShareFactsProps, 'share'>) {
  return (
    <Fact name={messages.facts.opened}>
      <Show
        when={props.share.openedAt.length > 0}
        fallback={messages.unopened[opensAgain(props.share) ? 'live' : 'over']}
      >
        {/* Who of them opened it when is in the list of people. */}
        <Show
          when={props.share.people}
          fallback={<Times openedAt={props.share.openedAt} openers={props.share.openers} />}
        >
          {(people) => <>{say(messages.openedBy, openedBy(people(), countPeople(props.share)))}</>}
        </Show>
      </Show>
    </Fact>
  );
}

function Times(props: Pick<ManagedShare, 'openedAt'> & { readonly openers: readonly Opener[] | undefined }) {
  return (
    <>
      <ol class={styles['times']}>
        <Show
          when={props.openers}
          fallback={<For each={props.openedAt}>{(time) => <li>{formatAbsolute(time)}</li>}</For>}
        >
          {(openers) => <For each={openers()}>{(opener) => <li>{openerWords(opener)}</li>}</For>}
        </Show>
      </ol>
      <Show when={props.openedAt.length >= MAX_OPENED_AT}>{say(messages.atLeast, { count: MAX_OPENED_AT })}</Show>
    </>
  );
}

/** Whom it is for, and what they are told of the sender: while the share lives, the server knows it. */
function MemberFacts(props: Pick<ShareFactsProps, 'share'>) {
  return (
    <>
      <Show when={props.share.members}>
        {(members) => <Fact name={messages.facts.for}>{membersOnly(members())}</Fact>}
      </Show>
      <Show when={shownSender(props.share)}>
        {(address) => (
          <Fact name={messages.facts.from}>
            {inSlots(messages.shown, {
              who: (
                <bdi dir="ltr" translate="no">
                  {address()}
                </bdi>
              ),
            })}
          </Fact>
        )}
      </Show>
    </>
  );
}

const openerWords = (opener: Opener): JSX.Element =>
  inSlots(messages.opener, { who: openerName(opener), when: formatAbsolute(opener.openedAt) });

function openerName({ who, type }: Opener): JSX.Element {
  if (who === undefined) return messages.openerUnknown;
  const name = () => <bdi translate="no">{who}</bdi>;
  return type === 'address' ? name() : inSlots(messages.openerAccount, { name: name() });
}

/** @returns undefined for an answer that was opened without a confirmation: the time is unknown */
function readWords(share: ManagedShare): string | undefined {
  if (share.readAt !== undefined) return formatAbsolute(share.readAt);
  if (share.state === 'spent') return undefined;
  return messages.answer.unread[opensAgain(share) ? 'live' : 'over'];
}

function opens({ viewsLeft, maxViews, people }: ManagedShare): string {
  const words = messages.opens;
  if (people) return say(words.each, { views: people.viewsEach });
  if (viewsLeft === null) return words.unlimited;
  if (maxViews === 1) return viewsLeft === 1 ? words.onceUnopened : words.onceOpened;
  return say(words.left, { left: viewsLeft, all: formatNumber(maxViews) });
}

function attempts({ attempts: count, attemptLimit }: ManagedShare): string {
  const words = messages.attempts;
  return count === 0 ? words.none : say(words.of, { count: formatNumber(count), limit: formatNumber(attemptLimit) });
}
