import { once } from 'node:events';
import { endTogether, run, start } from './testing/processes.ts';
import { INCOMPLETE_WORDS } from './words/fault.ts';

/** Runs the server and rebuilds the pages. Each restarts when its source changes. */
endTogether();
process.env[INCOMPLETE_WORDS] = 'allowed';
const { code } = await run(['vite', 'build', '--logLevel', 'warn']);
if (code !== 0) process.exit(1);
start(['vite', 'build', '--watch', '--logLevel', 'warn'], { stdio: ['ignore', 'inherit', 'inherit'] });
const watched = ['cli', 'server', 'migrations', 'dist'].map((folder) => `--watch-path=${folder}`);
const server = start([process.execPath, ...watched, '--watch-preserve-output', 'sotto.js', 'serve']);
await once(server, 'close');
process.exit();
