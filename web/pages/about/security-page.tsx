import { For, Show } from 'solid-js';
import { security } from '#words/security.ts';
import { brand } from '#web/app/layout/brand.ts';
import { basePath } from '#web/app/layout/environment.ts';
import { Page } from '#web/app/layout/page.tsx';
import { inSlots, say } from '#web/i18n/words.ts';
import styles from './about.module.css';

const { unseen, seen, roles, limits } = security;

const limitNames = [
  'page',
  'unchecked',
  'serversWord',
  'copies',
  'wrongPerson',
  'fileContents',
  'weakPassword',
  'afterOpening',
  'traffic',
  'plainHttp',
] as const satisfies readonly (keyof typeof limits)[];

const roleNames = [
  'server',
  'addressOnly',
  'linkOnly',
  'manageLink',
  'requestManageLink',
  'requestLink',
  'linkAndDatabase',
  'lyingServer',
  'changedPage',
] as const satisfies readonly (keyof typeof roles)[];

interface Role {
  readonly who: string;
  readonly can: string;
  readonly cannot?: string;
}

export function SecurityPage() {
  return (
    <Page title={security.title} lede={say(security.lede, { name: brand().name })}>
      <div class={styles['prose']}>
        <Points title={unseen.title} items={[unseen.secret, unseen.files, unseen.key, unseen.password]} />
        <Points title={seen.title} items={[seen.times, seen.sizes, seen.address]} />
        <Roles />
        <section>
          <h2>{limits.title}</h2>
          <For each={limitNames}>
            {(name) => (
              <>
                <h3>{limits[name].title}</h3>
                <p>{limits[name].text}</p>
              </>
            )}
          </For>
        </section>
        <section>
          <h2>{security.made.title}</h2>
          <p>{security.made.text}</p>
        </section>
        <p class={styles['onward']}>
          {inSlots(security.onward, {
            howItWorks: <a href={`${basePath()}how-it-works`}>{security.howItWorksLink}</a>,
          })}
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
      <h2>{roles.title}</h2>
      <div class={styles['roles']}>
        <For each={roleNames}>{(name) => <RoleRow name={name} />}</For>
      </div>
    </section>
  );
}

function RoleRow(props: { readonly name: (typeof roleNames)[number] }) {
  const role = (): Role => roles[props.name];
  return (
    <div class={styles['role']}>
      <h3>{role().who}</h3>
      <dl>
        <dt>{roles.can}</dt>
        <dd>{role().can}</dd>
        <Show when={role().cannot}>
          <dt>{roles.cannot}</dt>
          <dd>{role().cannot}</dd>
        </Show>
      </dl>
    </div>
  );
}
