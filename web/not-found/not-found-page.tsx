import { notFound } from '#messages/not-found.ts';
import { ownPart } from '#web/layout/brand.ts';
import { basePath } from '#web/layout/environment.ts';
import { Page } from '#web/layout/page.tsx';

export function NotFoundPage() {
  return (
    <Page title={notFound.title} lede={notFound.reason}>
      <p>{notFound.next}</p>
      <p>
        <a href={basePath()}>{notFound.home}</a>
      </p>
      {ownPart('support')}
    </Page>
  );
}
