import { render } from 'solid-js/web';
import { receive as messages } from '#words/receive.ts';
import { basePath } from '#web/app/layout/environment.ts';
import { pathId } from '#web/app/network/page-address.ts';

/**
 * Adds a link to report this secret to the footer. A lazy module. The link contains the id and never the key, and opens
 * in a new tab, because the secret that is open here may not open again.
 */
export function addReportLink(): void {
  const foot = document.querySelector('footer');
  if (foot === null) return;
  const place = document.createElement('span');
  foot.lastElementChild?.before(place);
  render(
    () => (
      <a href={`${basePath()}report#${pathId()}`} target="_blank" rel="noopener noreferrer">
        {messages.reportLink.label}
        <span class="visually-hidden"> {messages.reportLink.newTab}</span>
      </a>
    ),
    place,
  );
}
