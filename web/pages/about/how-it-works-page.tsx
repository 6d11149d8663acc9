import { For } from 'solid-js';
import { howItWorks } from '#messages/how-it-works.ts';
import { basePath } from '#web/app/layout/environment.ts';
import { Page } from '#web/app/layout/page.tsx';
import styles from './about.module.css';
import { JourneyDiagram } from './journey-diagram.tsx';

export function HowItWorksPage() {
  return (
    <Page title={howItWorks.title} lede={howItWorks.lede}>
      <JourneyDiagram />
      <div class={styles['prose']}>
        <For each={howItWorks.sections}>
          {(section) => (
            <section>
              <h2>{section.title}</h2>
              <For each={section.text}>{(paragraph) => <p>{paragraph}</p>}</For>
            </section>
          )}
        </For>
        <p class={styles['onward']}>
          {howItWorks.onward({ security: (words) => <a href={`${basePath()}security`}>{words}</a> })}
        </p>
        <p>
          <a href={basePath()}>{howItWorks.write}</a>
        </p>
      </div>
    </Page>
  );
}
