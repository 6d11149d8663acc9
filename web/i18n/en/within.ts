import { formatAbsolute } from '#web/i18n/dates.ts';
import { span } from './span.ts';

export const within = {
  label: 'Within how long',
  span,
  moment: 'a time of my choice',
  momentLabel: 'Until',
  momentHint: (from: number, to: number) =>
    `Between ${formatAbsolute(from)} and ${formatAbsolute(to)}, your local time.`,
};
