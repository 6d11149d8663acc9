import { Match, Switch } from 'solid-js';
import { notFound as messages } from '#words/not-found.ts';
import { SupportLine } from '#web/app/layout/own-links.tsx';
import { basePath } from '#web/app/layout/environment.ts';
import { Page } from '#web/app/layout/page.tsx';
import { at } from '#web/app/state.ts';
import type { UnknownAddress } from './read-address.ts';

interface NotFoundPageProps {
  readonly address: UnknownAddress;
}

export function NotFoundPage(props: NotFoundPageProps) {
  const words = () => wordsFor(props.address);
  return (
    <Page title={words().title} lede={words().reason}>
      <Switch fallback={<WayHome next={words().next} />}>
        <Match when={at(() => props.address, 'sent')}>
          {(address) => (
            <>
              <p>{address().valid ? messages.sent.next : messages.sent.nextWithoutKey}</p>
              <p>
                <a href={address().href}>{address().valid ? messages.sent.open : messages.sent.giveKey}</a>
              </p>
            </>
          )}
        </Match>
      </Switch>
      <SupportLine />
    </Page>
  );
}

function wordsFor(address: UnknownAddress): Record<'title' | 'reason' | 'next', string> {
  if (address.at === 'sent') return messages.sent;
  if (address.at !== 'damaged') return messages;
  const { title, reason, next } = messages.damaged;
  return { title, reason: reason[address.kind], next: next[address.kind] };
}

function WayHome(props: { readonly next: string }) {
  return (
    <>
      <p>{props.next}</p>
      <p>
        <a href={basePath()}>{messages.home}</a>
      </p>
    </>
  );
}
