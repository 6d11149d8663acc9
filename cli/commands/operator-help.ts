import { exitCodes } from '#cli/terminal/exit-codes.ts';
import type { Command } from '#cli/world.ts';

/** What is said of the commands of whoever runs the service. Each setting is described in README.md. */
export const operatorHelp = {
  serve: `sotto serve

Runs the service until it is told to stop (SIGTERM, Ctrl+C). It listens on
http://localhost:3000/ and keeps its data in ./data, unless the settings say
otherwise: environment variables SOTTO_…, or lines of the file that
SOTTO_CONFIG_FILE names. Wrong settings are told all at once, and then nothing
starts.

  SOTTO_PORT=8080 SOTTO_DATA_DIR=/var/lib/sotto sotto serve
`,
  config: `sotto config [--json]

Prints the settings in force, one a line, and where each comes from; what is
secret is not shown. Ends with 1, and says why, where the service would not
start.
`,
  health: `sotto health [URL]

Ends with 0 when a service answers there, else with 1. Without URL it asks the
service that the settings describe, on this machine.
`,
  admin: `sotto admin COMMAND

Works on the data of a service, beside it while it runs or without it. Which
one, the settings say, as for "serve".

  token create --label NAME [--expires 90d]
  token list [--json]
  token revoke LABEL-OR-NUMBER
              who may create, where SOTTO_CREATE=token
  reports [--json]
              what people reported, by id
  delete ID   deletes a share, or a request with its answers, by its id
  stats [--json]
              how much there is, and in which state
  sweep       erases now what is due
  clock [--json]
              whether the clock is right; a clock that jumped ahead makes
              expired shares wait for an hour before they are erased
  clock accept
              the clock is right: erase them now
  backup [--with-keys] DIR
              copies a running service into a new folder
  doctor [URL]
              with URL: what a proxy before the service breaks, and the mend;
              without: the settings and the data folder
`,
} as const;

/** A command of the operator's that says how it is used. */
export function withHelp(name: keyof typeof operatorHelp, command: Command): Command {
  return async (args, world) => {
    if (!args.some((arg) => arg === '--help' || arg === '-h')) return command(args, world);
    world.stdout.write(operatorHelp[name]);
    return exitCodes.done.code;
  };
}
