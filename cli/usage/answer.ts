import type { CommandUsage } from './command-usage.ts';
import {
  DASHED_FILE,
  filesArgument,
  insecure,
  LINK_IS_A_SECRET,
  linkArgument,
  skipUnreadable,
} from './shared-options.ts';

export const answerUsage = {
  name: 'answer',
  summary: 'Answer a request for a secret',
  about: [
    'Answers a request: shows what is wanted, then asks for each field. Only the person who made the request can read the answer. Prints a manage link, which shows whether it was read.',
    `${LINK_IS_A_SECRET} The input after it is the text of the answer. FILES are sent along with the fields.`,
  ],
  arguments: [linkArgument, filesArgument],
  options: {
    field: {
      type: 'string',
      multiple: true,
      value: 'NAME=SOURCE',
      help: 'Fill in a field from a file (NAME=@FILE) or from standard input (NAME=-). A field of kind file gets the file itself. Can be given more than once.',
    },
    partial: { type: 'boolean', help: 'Send the answer even if fields are missing.' },
    'skip-unreadable': skipUnreadable,
    json: { type: 'boolean', help: 'Print the manage link and the expiry as one line of JSON.' },
    insecure,
  },
  hint: DASHED_FILE,
  examples: [
    ['sotto answer', 'asks for the link, then each field'],
    ['sotto answer --field user=@user.txt --field password=- < link-and-password.txt'],
    ['(cat link.txt; cat id_ed25519) | sotto answer -'],
  ],
  exits: ['done', 'failed', 'misused', 'over', 'unreachable', 'refused', 'tampered', 'interrupted'],
} as const satisfies CommandUsage;
