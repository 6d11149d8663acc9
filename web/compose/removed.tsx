import { sealed as words } from '#messages/compose.ts';
import { basePath } from '#web/layout/environment.ts';
import { Seal } from '#web/ui/seal.tsx';
import styles from './sealed-share.module.css';

export function Removed() {
  return (
    <>
      <p class={styles['ash']}>
        <Seal state="ash" />
      </p>
      <a class={styles['another']} href={basePath()}>
        {words.another}
      </a>
    </>
  );
}
