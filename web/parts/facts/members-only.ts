import { membersOnly as words } from '#words/members-only.ts';
import { formatNames } from '#web/i18n/lists.ts';
import { say } from '#web/i18n/words.ts';

/** Which members a share or a request is for: every member, if there are no groups. */
export const membersOnly = ({ groups }: { readonly groups?: readonly string[] | undefined }): string =>
  groups ? say(words.groups, { groups: formatNames(groups) }) : words.all;
