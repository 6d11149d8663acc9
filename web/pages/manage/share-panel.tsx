import { Show } from 'solid-js';
import type { ServiceFailure } from '#client/errors.ts';
import { manage } from '#words/manage.ts';
import { managedShare as messages } from '#words/managed-share.ts';
import { serviceFailure } from '#words/service-failure.ts';
import { formatAbsolute } from '#web/i18n/dates.ts';
import { sentences } from '#web/i18n/lists.ts';
import { say } from '#web/i18n/words.ts';
import { Heading } from '#web/app/layout/page.tsx';
import { createServerNow } from '#web/clock.ts';
import { hasNotedTerms, isThere, lampTone } from '#web/parts/list/status.ts';
import { Button } from '#web/ui/button.tsx';
import { Confirm } from '#web/ui/confirm.tsx';
import { Lamp } from '#web/ui/lamp.tsx';
import { Notice } from '#web/ui/notice.tsx';
import { Late } from '#web/ui/late.tsx';
import type { Manager } from './create-manage.ts';
import { ListingOffer } from '#web/parts/list/listing-offer.tsx';
import styles from './share-panel.module.css';
import type { Managed } from './state.ts';
import { isEndedByRevoking } from './named-people.ts';
import { ShareFacts } from './share-facts.tsx';
import { ShortenExpiry } from './shorten-expiry.tsx';

/** A lazy module. A separate function, like `importPanel` in receive/opened-files.tsx. */
const importPeople = () => import('./people-list.tsx');

interface SharePanelProps {
  readonly now: Managed;
  readonly manage: Manager;
}

export function SharePanel(props: SharePanelProps) {
  const share = () => props.now.share;
  const words = () => (share().answer ? messages.answer : messages);
  const now = createServerNow();
  return (
    <>
      <Heading>
        <bdi translate="no">{share().title ?? (share().answer ? messages.answer.untitled : manage.untitled)}</bdi>
      </Heading>
      <p class={styles['state']} role="status">
        <Lamp tone={lampTone(share().state)} />
        {stateOf(props.now, now())}
      </p>
      {/* The parts that depend on the state come below, so that the card keeps its place. */}
      <ShareFacts share={share()} ending={<ShortenExpiry now={props.now} manage={props.manage} />} />
      <Show when={endOf(props.now)}>{(text) => <p>{text()}</p>}</Show>
      <Show when={share().noteUnreadable}>
        <Notice tone="warn">{messages.noteUnreadable}</Notice>
      </Show>
      <Show when={otherTerms(props.now)}>{(text) => <Notice tone="warn">{text()}</Notice>}</Show>
      <Show when={failureOf(props.now)}>
        {(failure) => (
          <Notice tone="warn">
            <p>{sentences(serviceFailure[failure().kind], messages.during[failure().during])}</p>
            <Button onClick={() => props.manage.retryNow()}>{messages.now}</Button>
          </Notice>
        )}
      </Show>
      <Show when={share().state === 'locked'}>
        <Notice tone="warn">
          <p>{messages.locked.text}</p>
          <Button variant="primary" disabled={props.now.act !== undefined} onClick={() => void props.manage.unlock()}>
            {props.now.act?.kind === 'unlocking' ? messages.locked.unlocking : messages.locked.unlock}
          </Button>
        </Notice>
      </Show>
      <Show when={share().people}>
        {(people) => (
          <Late
            load={importPeople}
            props={{ now: props.now, people: people(), manage: props.manage }}
            failed={messages.people.unloaded}
            again={messages.again}
          />
        )}
      </Show>
      <Show when={isThere(share())}>
        <div class={styles['delete']}>
          <Confirm
            variant="danger"
            ask={props.now.act?.kind === 'deleting' ? messages.delete.deleting : messages.delete.ask}
            question={share().answer ? messages.answer.question : messages.delete.question}
            yes={messages.delete.yes}
            no={messages.delete.no}
            disabled={props.now.act !== undefined}
            onYes={() => void props.manage.remove()}
          />
        </div>
        <section class={styles['edit']}>
          <h2>{words().edit.title}</h2>
          <p>{words().edit.text}</p>
        </section>
      </Show>
      <Show when={isThere(share()) || props.now.listing === 'listed'}>
        <ListingOffer listing={props.now.listing} words={messages.keep} onKeep={() => void props.manage.keep()} />
      </Show>
    </>
  );
}

/** A warning if the server's terms differ from those that this browser recorded when it sealed. */
function otherTerms({ share, entry }: Managed): string | undefined {
  if (entry?.kind !== 'share' || hasNotedTerms(entry, share)) return undefined;
  return say(messages.otherTerms, { views: entry.maxViews, until: formatAbsolute(entry.expiresAt) });
}

interface GeneralFailure extends ServiceFailure {
  readonly during: keyof typeof messages.during;
}

/** The failure of an action about a named person is shown beside them. */
function failureOf({ failure }: Managed): GeneralFailure | undefined {
  const during = failure?.act?.kind ?? 'watching';
  return failure === undefined || during === 'revoke' || during === 'reset' ? undefined : { ...failure, during };
}

function stateOf({ share }: Managed, now: number): string {
  if (share.answer) return answerState(share);
  if (share.state === 'spent' && share.people && share.openedAt.length === 0) return messages.state.revoked;
  if (share.state !== 'live') return messages.state[share.state];
  if (share.notBefore !== undefined && share.notBefore > now) return messages.state.live.early;
  if (share.maxViews === 0) return messages.state.live.unlimited;
  return share.openedAt.length === 0 ? messages.state.live.title : messages.state.live.partly;
}

function answerState({ state, readAt }: Managed['share']): string {
  const words = messages.answer.state;
  if (state === 'deleted' || state === 'destroyed') return words[state];
  if (readAt !== undefined || state === 'spent') return words.read;
  return state === 'expired' ? words.expired : words.unread;
}

function endOf({ share }: Managed): string | undefined {
  const when = formatAbsolute(share.endedAt ?? share.expiresAt);
  if (share.answer && share.state === 'spent') return messages.answer.ended.spent;
  if (share.answer && share.state === 'deleted') return say(messages.answer.ended.deleted, { when });
  switch (share.state) {
    case 'live':
    case 'locked':
      return undefined;
    case 'destroyed':
      return say(messages.ended[share.hasPassword ? 'destroyed' : 'lost'], { when });
    case 'deleted':
      return say(messages.ended.deleted, { when });
    case 'spent':
    case 'expired':
      if (share.reading > 0) return messages.ended.held;
      return messages.ended[isEndedByRevoking(share) ? 'revoked' : share.state];
  }
}
