import { Show } from 'solid-js';
import { receiveGates } from '#words/receive-gates.ts';
import { timeOfDay } from '#web/i18n/locale.ts';
import { inSlots, perLocale } from '#web/i18n/words.ts';
import { Button } from '#web/ui/button.tsx';
import { Address } from './address-form.tsx';
import { markOfAsk } from './create-ask.ts';
import type { AskCode, AskState } from './create-ask.ts';
import styles from './gated-secret.module.css';

interface MailFactsProps {
  readonly ask: AskCode;
  readonly asked: Extract<AskState, { at: 'asked' }>;
  readonly opening: boolean;
}

/** In UTC as in the mail: the server does not know the reader's time zone. */
const utcClock = perLocale(
  (locale) => new Intl.DateTimeFormat(locale, { ...timeOfDay(locale), timeZone: 'UTC', timeZoneName: 'short' }),
);

/** The address, and how to recognise the mail. */
export function MailFacts(props: MailFactsProps) {
  const messages = receiveGates.people;
  return (
    <>
      <p class={styles['to']}>
        <Address text={props.asked.ask.address} />
        <Show when={props.ask.otherForm()}>
          {(form) => (
            <>
              <br />
              {inSlots(messages.goesTo, { address: <Address text={form()} /> })}
            </>
          )}
        </Show>
        <br />
        <Button
          variant="plain"
          aria-disabled={props.opening}
          onClick={() => !props.opening && props.ask.changeAddress()}
        >
          {messages.change}
        </Button>
      </p>
      <p class={styles['recognise']}>
        {inSlots(messages.mark, {
          mark: (
            <bdi dir="ltr" translate="no" class={styles['mark']}>
              {markOfAsk(props.asked.ask)}
            </bdi>
          ),
          time: utcClock().format(props.asked.ask.askedAt * 1000),
        })}
      </p>
    </>
  );
}
