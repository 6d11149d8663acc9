import { help } from '#cli/words/help.ts';
import type { CommandUsage } from './command-usage.ts';

/** For people who run a service. README.md describes each setting. */

export const serveUsage = {
  name: 'serve',
  summary: () => help.operator.serve,
  about: [
    'Runs the service until SIGTERM or Ctrl+C. By default it listens on http://localhost:3000/ and keeps its data in ./data.',
    'Settings are environment variables that begin with SOTTO_, or lines of the file that SOTTO_CONFIG_FILE names. If any are wrong, all of them are reported and the service does not start.',
  ],
  arguments: [],
  options: {},
  hint: 'Settings are environment variables, for example: SOTTO_PORT=8080 sotto serve.',
  examples: [['SOTTO_PORT=8080 SOTTO_DATA_DIR=/var/lib/sotto sotto serve']],
  exits: ['done', ['failed', 'The service could not start, or had to stop.'], 'misused'],
} as const satisfies CommandUsage;

export const configUsage = {
  name: 'config',
  summary: () => help.operator.config,
  about: [
    'Prints each setting in effect and where it comes from. Secret values are not shown. If the settings would keep the service from starting, it prints the reasons.',
  ],
  arguments: [],
  options: { json: { type: 'boolean', help: 'Print the settings, or the errors, as JSON.' } },
  examples: [['sotto config'], ['sotto config --json']],
  exits: ['done', ['failed', 'The service would not start with these settings.'], 'misused'],
} as const satisfies CommandUsage;

export const healthUsage = {
  name: 'health',
  summary: () => help.operator.health,
  about: [
    'Checks that a service responds, for example as the health check of a container without curl. Without URL, it checks the service that the settings describe, on this machine.',
  ],
  arguments: [{ name: 'URL', optional: true }],
  options: {},
  examples: [['sotto health'], ['sotto health https://secrets.example']],
  exits: [['done', 'The service responds.'], ['failed', 'It does not respond, or the settings are wrong.'], 'misused'],
} as const satisfies CommandUsage;

/** The group of commands in `./admin.ts`. */
export const adminUsage = {
  name: 'admin',
  summary: () => help.operator.admin,
  about: [
    'Works on the data of a service, whether the service is running or not. The settings say which data, as for "sotto serve".',
  ],
  arguments: [{ name: 'COMMAND' }, { name: 'ARGUMENTS', optional: true, repeatable: true }],
  options: {},
  examples: [['sotto admin doctor https://secrets.example']],
  exits: ['done', 'failed', 'misused', 'over', 'interrupted'],
} as const satisfies CommandUsage;
