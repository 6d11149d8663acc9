import { security } from '#messages/security.ts';
import { Page } from '#web/layout/page.tsx';

export function SecurityPage() {
  return <Page title={security.title} lede={security.lede} />;
}
