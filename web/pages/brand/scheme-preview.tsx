import { brand as words } from '#words/brand.ts';
import type { Scheme } from '#server/config/palette.ts';
import type { MeasuredPalette } from '#server/branding/shown-brand.ts';
import { brand, ownPart } from '#web/app/layout/brand.ts';
import { meta } from '#web/app/layout/environment.ts';
import layoutStyles from '#web/app/layout/page.module.css';
import { Button } from '#web/ui/button.tsx';
import { Notice } from '#web/ui/notice.tsx';
import { Seal } from '#web/ui/seal.tsx';
import { TextField } from '#web/ui/text-field.tsx';
import styles from './brand.module.css';

interface SchemeProps {
  readonly scheme: Scheme;
}

/** One colour scheme, whichever scheme the browser uses. */
export function SchemePreview(props: SchemeProps) {
  return (
    <section class={styles['scheme']} data-scheme={props.scheme}>
      <h2>{words.schemes[props.scheme]}</h2>
      <h3>{words.onPaper}</h3>
      <div class={layoutStyles['wordmark']}>{ownPart('wordmark')}</div>
      <h3>{words.onCard}</h3>
      <div class={styles['card']}>
        <div class={layoutStyles['wordmark']}>{ownPart('wordmark')}</div>
        <Seal letter={brand().initial} state="whole" />
      </div>
      <h3>{words.buttons.title}</h3>
      <Buttons />
      <h3>{words.links.title}</h3>
      <p>
        <a href="#top" onClick={(event) => event.preventDefault()}>
          {words.links.link}
        </a>
      </p>
      <Notice tone="warn" quiet>
        <p>{words.links.notice}</p>
      </Notice>
      <TextField label={words.field.label} error={words.field.error} quiet readOnly />
      <Measures scheme={props.scheme} />
    </section>
  );
}

function Buttons() {
  return (
    <div class={styles['buttons']}>
      <Button variant="primary">{words.buttons.rest}</Button>
      <span class={styles['hover']}>
        <Button variant="primary">{words.buttons.hover}</Button>
      </span>
      <span class={styles['focus']}>
        <Button variant="primary">{words.buttons.focus}</Button>
      </span>
      <Button variant="primary" disabled>
        {words.buttons.disabled}
      </Button>
      <Button variant="danger">{words.buttons.danger}</Button>
      <Button>{words.buttons.quiet}</Button>
    </div>
  );
}

function Measures(props: SchemeProps) {
  const palette = measured();
  const of = () => palette[props.scheme];
  return (
    <>
      <h3>{words.colours.title}</h3>
      <p>{words.colours.needed}</p>
      <dl class={styles['measures']}>
        <dt>{words.colours.name}</dt>
        <dd class="mono">{of().seal}</dd>
        <dt>{words.colours.underPointer}</dt>
        <dd class="mono">{of().strong}</dd>
        <dt>{words.colours.paper}</dt>
        <dd>{of().contrasts.paper}</dd>
        <dt>{words.colours.card}</dt>
        <dd>{of().contrasts.card}</dd>
        <dt>{words.colours.ink}</dt>
        <dd>{of().contrasts.ink}</dd>
        <dt>{words.colours.inkUnderPointer}</dt>
        <dd>{of().contrasts.inkUnderPointer}</dd>
      </dl>
    </>
  );
}

/** The contrasts that the server measured at start, by which it refuses colours. */
function measured(): MeasuredPalette {
  const palette = meta('measured');
  if (palette === undefined) throw new Error('The shell of this page has no measured colours.');
  return JSON.parse(palette) as MeasuredPalette;
}
