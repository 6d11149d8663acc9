import { inject } from 'vitest';
import type { Engine } from './driver.ts';
import { firefox } from './firefox.ts';
import { pathOf } from './provide-programs.ts';
import { webkit } from './webkit.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Set for each project in vitest.config.ts. */
    readonly engine: keyof typeof engines;
  }
}

const engines = {
  firefox() {
    const program = pathOf('firefox');
    return program === undefined ? undefined : firefox(program);
  },
  webkit() {
    const [driver, xvfb, python] = [pathOf('webKitDriver'), pathOf('xvfb'), pathOf('python')];
    return driver && xvfb && python ? webkit({ driver, xvfb, python }) : undefined;
  },
};

/** The engine of this project, if this machine has it. */
export const installedEngine = (): Engine | undefined => engines[inject('engine')]();
