import { Match, Suspense, Switch } from 'solid-js';
import { attach as words } from '#messages/attach.ts';
import { Notice } from '#web/ui/notice.tsx';
import type { Intake } from './create-intake.ts';
import styles from './intake-notice.module.css';
import { Remarks } from './load-parts.ts';

/** How the coming of files goes, where there is something to say. */
export function IntakeNotice(props: { readonly intake: Intake }) {
  const remarks = () => (props.intake.at === 'told' ? props.intake.remarks : undefined);
  return (
    <div class={styles['intake']}>
      <Switch>
        <Match when={props.intake.at === 'looking'}>
          <Notice tone="info">{words.looking}</Notice>
        </Match>
        <Match when={props.intake.at === 'failed'}>
          <Notice tone="error">{words.failed}</Notice>
        </Match>
        <Match when={remarks()}>
          {(told) => (
            <Notice tone="error">
              <Suspense>
                <Remarks remarks={told()} />
              </Suspense>
            </Notice>
          )}
        </Match>
      </Switch>
    </div>
  );
}
