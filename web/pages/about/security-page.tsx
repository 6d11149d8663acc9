import { For, Show } from 'solid-js';
import { security } from '#messages/security.ts';
import { brand } from '#web/app/layout/brand.ts';
import { basePath } from '#web/app/layout/environment.ts';
import { Page } from '#web/app/layout/page.tsx';
import styles from './about.module.css';

export function SecurityPage() {
  return (
    <Page title={security.title} lede={security.lede(brand().name)}>
      <div class={styles['prose']}>
        <Points title={security.unseen.title} items={security.unseen.items} />
        <Points title={security.seen.title} items={security.seen.items} />
        <Roles />
        <section>
          <h2>{security.limits.title}</h2>
          <For each={security.limits.items}>
            {(limit) => (
              <>
                <h3>{limit.title}</h3>
                <p>{limit.text}</p>
              </>
            )}
          </For>
        </section>
        <section>
          <h2>{security.made.title}</h2>
          <p>{security.made.text}</p>
        </section>
        <p class={styles['onward']}>
          {security.onward({ howItWorks: (words) => <a href={`${basePath()}how-it-works`}>{words}</a> })}
        </p>
      </div>
    </Page>
  );
}

function Points(props: { readonly title: string; readonly items: readonly string[] }) {
  return (
    <section>
      <h2>{props.title}</h2>
      <ul class={styles['points']}>
        <For each={props.items}>{(item) => <li>{item}</li>}</For>
      </ul>
    </section>
  );
}

function Roles() {
  return (
    <section>
      <h2>{security.roles.title}</h2>
      <div class={styles['roles']}>
        <For each={security.roles.rows}>
          {(row) => (
            <div class={styles['role']}>
              <h3>{row.who}</h3>
              <dl>
                <dt>{security.roles.can}</dt>
                <dd>{row.can}</dd>
                <Show when={row.cannot}>
                  <dt>{security.roles.cannot}</dt>
                  <dd>{row.cannot}</dd>
                </Show>
              </dl>
            </div>
          )}
        </For>
      </div>
    </section>
  );
}
