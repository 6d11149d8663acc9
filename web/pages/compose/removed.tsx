import { sealed as words } from '#words/sealed.ts';
import { brand } from '#web/app/layout/brand.ts';
import { basePath } from '#web/app/layout/environment.ts';
import sealed from '#web/parts/sending/sealed.module.css';
import { Seal } from '#web/ui/seal.tsx';
import styles from './removed.module.css';

export function Removed() {
  return (
    <>
      <p class={styles['ash']}>
        <Seal letter={brand().initial} state="ash" />
      </p>
      <a class={sealed['another']} href={basePath()}>
        {words.another}
      </a>
    </>
  );
}
