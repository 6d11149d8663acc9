import { serve } from '#server/main.ts';
import { exitCodes } from '#cli/terminal/exit-codes.ts';
import { serveUsage } from '#cli/usage/operator.ts';
import { operatorCommand } from '#cli/admin/operator-command.ts';
import { readConfig } from '#cli/admin/read-config.ts';

/** `sotto serve`. */
export const serveCommand = operatorCommand(serveUsage, async (_given, world) => {
  const config = readConfig(world, { withPictures: true });
  if (config === undefined) return exitCodes.failed.code;
  await serve(config, world.assets);
  return forever();
});

/** A service ends its process itself. */
const forever = () => new Promise<number>(() => undefined);
