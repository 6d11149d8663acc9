import { createEffect, on, Show, untrack } from 'solid-js';
import type { JSX, ParentProps } from 'solid-js';
import { isServer } from 'solid-js/web';
import { layout } from '#words/layout.ts';
import { LiveRegion } from '#web/ui/announce.tsx';
import { say, words } from '#web/i18n/words.ts';
import { brand, ownPart } from './brand.ts';
import { basePath } from './environment.ts';
import { LanguageSwitch } from './language-switch.tsx';
import { OwnLinks } from './own-links.tsx';
import styles from './page.module.css';
import { ThemeSwitch } from './theme-switch.tsx';

export interface PageProps {
  /** The page's only h1. Absent if the page renders its own `<Heading>`. */
  readonly title?: string;
  readonly lede?: JSX.Element;
  /** Never contains a secret's title, name or id: browsers keep it in their history. */
  readonly documentTitle?: string;
}

export function Page(props: ParentProps<PageProps>) {
  const { name } = brand();
  createEffect(() => {
    const page = props.documentTitle ?? props.title;
    document.title = page === undefined ? name : say(layout.documentTitle, { page, name });
  });
  return (
    <div class={styles['page']}>
      {!isServer && (
        <a class={styles['skip']} href="#main" onClick={skipToMain}>
          {layout.skip}
        </a>
      )}
      <header class={styles['header']}>
        <a class={styles['wordmark']} href={basePath()} aria-label={say(layout.home, { name })}>
          {ownPart('wordmark')}
        </a>
        <nav class={styles['nav']} aria-label={layout.navigation}>
          <SiteLink path="">{layout.write}</SiteLink>
          <SiteLink path="ask" class={styles['ask']}>
            {layout.ask}
          </SiteLink>
          <SiteLink path="shares">{layout.shares}</SiteLink>
        </nav>
      </header>
      <main id="main" class={styles['main']} tabindex="-1">
        <Show when={props.title}>{(title) => <Heading>{title()}</Heading>}</Show>
        <Show when={props.lede}>
          <p class={styles['lede']}>{props.lede}</p>
        </Show>
        {props.children}
      </main>
      <LiveRegion />
      <footer class={styles['footer']}>
        <SiteLink path="how-it-works">{layout.howItWorks}</SiteLink>
        <SiteLink path="security">{layout.security}</SiteLink>
        {isServer ? ownPart('links') : <OwnLinks />}
        <ThemeSwitch />
        <Show when={words().languages.length > 1}>
          <LanguageSwitch />
        </Show>
      </footer>
    </div>
  );
}

function SiteLink(props: ParentProps<{ readonly path: string; readonly class?: string | undefined }>) {
  const href = () => basePath() + props.path;
  // A shell does not know its address.
  const isCurrent = () => !isServer && location.pathname === href();
  return (
    <a class={props.class} href={href()} aria-current={isCurrent() ? 'page' : undefined}>
      {props.children}
    </a>
  );
}

/** Following a link to `#main` would replace the fragment, which may hold a key. A shell cannot prevent it. */
function skipToMain(event: MouseEvent) {
  event.preventDefault();
  document.getElementById('main')?.focus();
}

/**
 * The page's h1. A new text means a new page, so it takes the focus and screen readers announce it. In another language
 * it is the same page.
 */
export function Heading(props: ParentProps<{ readonly class?: string | undefined }>) {
  let heading: HTMLHeadingElement | undefined;
  let { lang } = untrack(words);
  createEffect(
    on(
      () => props.children,
      () => {
        if (words().lang === lang) heading?.focus({ preventScroll: false });
        ({ lang } = words());
      },
      { defer: true },
    ),
  );
  return (
    <h1 ref={(element) => (heading = element)} tabindex="-1" class={props.class}>
      {props.children}
    </h1>
  );
}
