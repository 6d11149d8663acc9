import type { Session } from '#server/session/wire.ts';

/** Names that test a layout: longer than a line of a small phone, and in a script from right to left. */
export const longName = `${'maximiliane-'.repeat(5)}x@${'abteilung.'.repeat(8)}example.org`;
export const longGroup = 'Abteilung für außerordentlich lange Gruppennamen im Rechenzentrum, zweiter Stock links';
export const arabicGroup = 'فريق الدعم';

export const ana: Session = {
  ...{ who: 'ana@example.org', address: 'ana@example.org' },
  ...{ groups: ['staff'], creator: true, expiresAt: 9 },
};
export const bob: Session = { ...ana, who: 'bob@example.org', address: 'bob@example.org', groups: [] };

/** At the width of a small phone. @returns the pixels by which its content is wider than that */
export function overflowAt320(root: HTMLElement): number {
  root.style.width = '320px';
  const pixels = root.scrollWidth - root.clientWidth;
  root.style.width = '';
  return pixels;
}
