import { sealed as words } from '#messages/compose.ts';
import { brand } from '#web/layout/brand.ts';
import { basePath } from '#web/layout/environment.ts';
import { Seal } from '#web/ui/seal.tsx';
import styles from './sealed-share.module.css';

export function Removed() {
  return (
    <>
      <p class={styles['ash']}>
        <Seal letter={brand().initial} state="ash" />
      </p>
      <a class={styles['another']} href={basePath()}>
        {words.another}
      </a>
    </>
  );
}
