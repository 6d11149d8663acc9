import { layout } from '#messages/layout.ts';
import { Page } from './page.tsx';

/** Instead of any page that seals or opens. */
export function InsecurePage() {
  return (
    <Page title={layout.insecureTitle} lede={layout.insecureReason}>
      <p>{layout.insecureNext}</p>
    </Page>
  );
}
