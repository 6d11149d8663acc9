import { pictureFaults } from '#server/branding/read-pictures.ts';
import { ConfigError, parseConfig } from '#server/config/parse-config.ts';
import type { Config } from '#server/config/config.ts';
import { serve } from '#server/main.ts';
import type { Command, World } from './world.ts';

/** The commands of whoever runs the service: the one place in which the terminal reaches into the server. */

const FAILED = 1;
/** Nobody can say yet when a service ends: it ends the process by itself. */
const forever = () => new Promise<number>(() => undefined);

export const serveCommand: Command = async (_args, world) => {
  const config = readConfig(world);
  if (config === undefined) return FAILED;
  await serve(config, world.assets);
  return forever();
};

/** @returns undefined when the settings are wrong, and that has been said */
export function readConfig({ env, stderr }: World): Config | undefined {
  try {
    return parseConfig(env, pictureFaults(env));
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    stderr.write(`${['Sotto cannot start with these settings:', ...error.faults].join('\n  ')}\n`);
    return undefined;
  }
}
