import { Match, Suspense, Switch } from 'solid-js';
import { attach as words } from '#words/attach.ts';
import { Notice } from '#web/ui/notice.tsx';
import type { Intake } from './create-intake.ts';
import styles from './intake-notice.module.css';
import { LazyRemarks } from './lazy-files.ts';

/** Progress and problems of adding files. */
export function IntakeNotice(props: { readonly intake: Intake }) {
  const remarks = () => (props.intake.at === 'remarks' ? props.intake.remarks : undefined);
  return (
    <div class={styles['intake']}>
      <Switch>
        <Match when={props.intake.at === 'reading'}>
          <Notice tone="info">{words.looking}</Notice>
        </Match>
        <Match when={props.intake.at === 'failed'}>
          <Notice tone="error">{words.failed}</Notice>
        </Match>
        <Match when={remarks()}>
          {(shown) => (
            <Notice tone="error">
              <Suspense>
                <LazyRemarks remarks={shown()} />
              </Suspense>
            </Notice>
          )}
        </Match>
      </Switch>
    </div>
  );
}
