import { formatAbsolute } from '#web/i18n/dates.ts';
import { span } from './span.ts';

export const within = {
  label: 'Time limit',
  span,
  moment: 'a date I choose',
  momentLabel: 'Until',
  momentHint: (from: number, to: number) =>
    `Between ${formatAbsolute(from)} and ${formatAbsolute(to)}, your local time.`,
};
