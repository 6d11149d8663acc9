import { For, Show } from 'solid-js';
import { brand as words } from '#words/brand.ts';
import { say } from '#web/i18n/words.ts';
import { layout } from '#words/layout.ts';
import { brand } from '#web/app/layout/brand.ts';
import { ownLabel } from '#web/app/layout/own-links.tsx';
import { Page } from '#web/app/layout/page.tsx';
import styles from './brand.module.css';
import { SchemePreview } from './scheme-preview.tsx';

/** Shows operators what their branding settings do. */
export function BrandPage() {
  const own = brand();
  return (
    <Page title={words.title} lede={say(words.lede, { name: own.name })} documentTitle={words.documentTitle}>
      <div class={styles['schemes']}>
        <SchemePreview scheme="light" />
        <SchemePreview scheme="dark" />
      </div>
      <Tab name={own.name} />
      <section class={styles['part']}>
        <h2>{words.people.title}</h2>
        <dl class={styles['facts']}>
          <dt>{words.people.links}</dt>
          <For each={own.footerLinks} fallback={<dd>{words.people.nobody}</dd>}>
            {({ url }, at) => (
              <dd>
                {ownLabel(at())}: <Address of={url} />
              </dd>
            )}
          </For>
          <dt>{words.people.support}</dt>
          <dd>
            <Address of={own.supportContact} />
          </dd>
          <dt>{words.people.abuse}</dt>
          <dd>
            <Address of={own.abuseContact} />
          </dd>
        </dl>
      </section>
      <section class={styles['part']}>
        <h2>{words.settings.title}</h2>
        <p>{words.settings.text}</p>
      </section>
    </Page>
  );
}

function Address(props: { readonly of: string | undefined }) {
  return (
    <Show when={props.of} fallback={words.people.nobody}>
      {(address) => (
        <a href={address()} rel="noreferrer noopener" dir="ltr">
          {address()}
        </a>
      )}
    </Show>
  );
}

function Tab(props: { readonly name: string }) {
  const icon = document.querySelector<HTMLLinkElement>('link[rel="icon"]')?.href;
  return (
    <section class={styles['part']}>
      <h2>{words.tab.title}</h2>
      <dl class={styles['facts']}>
        <dt>{words.tab.icon}</dt>
        <dd class={styles['icons']}>
          <img src={icon} alt="" width="16" height="16" />
          <img src={icon} alt="" width="32" height="32" />
          <img src={icon} alt="" width="64" height="64" />
        </dd>
        <dt>{words.tab.titles}</dt>
        <For each={[words.tab.firstExample, words.tab.secondExample]}>
          {(title) => <dd>{say(layout.documentTitle, { page: title, name: props.name })}</dd>}
        </For>
        <dd>{props.name}</dd>
      </dl>
    </section>
  );
}
