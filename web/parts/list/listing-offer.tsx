import { Match, Switch } from 'solid-js';
import type { Message } from '#client/words/message.ts';
import { basePath } from '#web/app/layout/environment.ts';
import { inSlots } from '#web/i18n/words.ts';
import { Button } from '#web/ui/button.tsx';
import type { ListingState } from './entry.ts';
import styles from './listing-offer.module.css';

interface ListingOfferProps {
  readonly listing: ListingState;
  readonly words: Readonly<Record<'offer' | 'keep' | 'shares' | 'refused', string>> & {
    readonly kept: Message<{ readonly shares: string }>;
  };
  readonly onKeep: () => void;
}

/** Says whether it is in this browser's My shares, or offers to add it. */
export function ListingOffer(props: ListingOfferProps) {
  return (
    <div class={styles['listing']} role="status">
      <Switch>
        <Match when={props.listing === 'absent'}>
          <p>{props.words.offer}</p>
          <Button onClick={() => props.onKeep()}>{props.words.keep}</Button>
        </Match>
        <Match when={props.listing === 'listed'}>
          <p>{inSlots(props.words.kept, { shares: <a href={`${basePath()}shares`}>{props.words.shares}</a> })}</p>
        </Match>
        <Match when={props.listing === 'refused'}>
          <p>{props.words.refused}</p>
        </Match>
      </Switch>
    </div>
  );
}
