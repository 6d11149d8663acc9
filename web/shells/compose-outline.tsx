import { saySpan } from '#web/i18n/spans.ts';
import { say } from '#web/i18n/words.ts';
import { compose as words } from '#words/compose.ts';
import { Page } from '#web/app/layout/page.tsx';
import sheet from '#web/parts/sheet/sheet.module.css';
import writing from '#web/parts/sheet/writing.module.css';
import terms from '#web/parts/terms/terms.module.css';
import button from '#web/ui/button.module.css';

const ONE_DAY_SECONDS = 86_400;

/**
 * The form as it will be, without its controls: they need the script. The sentence is text alone, because boxes in it
 * would move when the font arrives.
 */
export function ComposeOutline() {
  return (
    <Page title={words.title} lede={words.lede}>
      <div aria-hidden="true">
        <div class={sheet['sheet']}>
          <div class={sheet['text']} />
          <div class={sheet['tools']} data-outline />
        </div>
        <div class={writing['terms']}>
          <p class={terms['sentence']}>{sentence()}</p>
        </div>
        <div class={writing['actions']}>
          <span class={button['button']} data-variant="primary" aria-disabled="true">
            {words.seal}
          </span>
        </div>
      </div>
    </Page>
  );
}

const sentence = () =>
  say(words.terms, {
    views: say(words.views.count, { count: 1 }),
    within: saySpan(words.within, ONE_DAY_SECONDS),
    password: words.password.none,
  });
