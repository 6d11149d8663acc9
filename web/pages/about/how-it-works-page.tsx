import { For } from 'solid-js';
import { howItWorks } from '#words/how-it-works.ts';
import { basePath } from '#web/app/layout/environment.ts';
import { Page } from '#web/app/layout/page.tsx';
import { inSlots } from '#web/i18n/words.ts';
import styles from './about.module.css';
import { JourneyDiagram } from './journey-diagram.tsx';

const { sections } = howItWorks;
type Paragraph = 'first' | 'second' | 'third';

/** The paragraphs of each section, in order. */
const paragraphs: Readonly<Record<keyof typeof sections, readonly Paragraph[]>> = {
  sealed: ['first', 'second'],
  unread: ['first'],
  files: ['first', 'second', 'third'],
  link: ['first', 'second'],
  loading: ['first', 'second'],
  reload: ['first', 'second', 'third'],
  password: ['first', 'second'],
  deleting: ['first', 'second'],
  asking: ['first', 'second'],
  managing: ['first'],
};

const sectionNames = Object.keys(paragraphs) as (keyof typeof sections)[];

export function HowItWorksPage() {
  return (
    <Page title={howItWorks.title} lede={howItWorks.lede}>
      <JourneyDiagram />
      <div class={styles['prose']}>
        <For each={sectionNames}>{(name) => <Section name={name} />}</For>
        <p class={styles['onward']}>
          {inSlots(howItWorks.onward, { security: <a href={`${basePath()}security`}>{howItWorks.securityLink}</a> })}
        </p>
        <p>
          <a href={basePath()}>{howItWorks.write}</a>
        </p>
      </div>
    </Page>
  );
}

function Section(props: { readonly name: keyof typeof sections }) {
  const words: () => Partial<Record<'title' | Paragraph, string>> = () => sections[props.name];
  return (
    <section>
      <h2>{words().title}</h2>
      <For each={paragraphs[props.name]}>{(paragraph) => <p>{words()[paragraph]}</p>}</For>
    </section>
  );
}
