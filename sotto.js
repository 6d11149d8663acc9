#!/usr/bin/env node
// Any Node with ES modules can run this file, so that an old one prints a sentence instead of a stack trace.
import { spawn } from 'child_process';
import console from 'console';
import { existsSync } from 'fs';
import process from 'process';
import { fileURLToPath, URL } from 'url';

const MAJOR_NEEDED = 24;

const major = Number(process.versions.node.split('.')[0]);
const platform = process.platform === 'win32' ? 'win' : process.platform;
const binary = process.platform === 'win32' ? 'node.exe' : 'node';
const bundled = fileURLToPath(new URL(`node_modules/node-${platform}-${process.arch}/bin/${binary}`, import.meta.url));

if (major >= MAJOR_NEEDED) {
  import('./cli/node.ts');
} else if (existsSync(bundled)) {
  startWith(bundled);
} else {
  console.error(
    `Sotto needs Node ${MAJOR_NEEDED} or newer; this is ${process.version}. npm installs the right one: npm install && npm start`,
  );
  process.exitCode = 1;
}

function startWith(node) {
  const args = process.argv.slice(2);
  const child = spawn(node, [fileURLToPath(import.meta.url), ...args], { stdio: streamsFor(args) });
  const signals = ['SIGTERM', 'SIGINT', 'SIGHUP'].concat(
    process.platform === 'win32' ? [] : ['SIGQUIT', 'SIGUSR1', 'SIGUSR2'],
  );
  signals.forEach((signal) => process.on(signal, () => child.kill(signal)));
  child.on('exit', (code) => process.exit(code === null ? 1 : code));
}

/** A shell turns `<(command)` into an argument such as /dev/fd/63: the child needs that stream too. */
function streamsFor(args) {
  const streams = ['inherit', 'inherit', 'inherit'];
  args.forEach((arg) => {
    const match = /^\/(?:dev|proc\/self)\/fd\/(\d{1,4})$/.exec(arg);
    if (match === null || !existsSync(arg)) return;
    const number = Number(match[1]);
    while (streams.length <= number) streams.push('ignore');
    if (number > 2) streams[number] = number;
  });
  return streams;
}
