import { ask as words } from '#words/ask.ts';
import { basePath } from '#web/app/layout/environment.ts';
import { Page } from '#web/app/layout/page.tsx';

/** Shown if the operator has turned requests off. */
export function RequestsOff() {
  return (
    <Page title={words.off.title} lede={words.off.lede} documentTitle={words.title}>
      <p>{words.off.next}</p>
      <p>
        <a href={basePath()}>{words.off.write}</a>
      </p>
    </Page>
  );
}
