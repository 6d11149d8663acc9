import { insecure } from '#messages/insecure.ts';
import { Page } from './page.tsx';

/** Instead of any page that seals or opens. */
export function InsecurePage() {
  return (
    <Page title={insecure.title} lede={insecure.reason}>
      <p>{insecure.next}</p>
    </Page>
  );
}
