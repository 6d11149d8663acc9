import { createApi } from '#client/api.ts';
import { generatedBytes, sha256Of } from './generated-bytes.ts';
import { finish, openFile, readWhole, sendFile } from './share-file.ts';

/**
 * A client in its own process, so that its memory can be measured. It sends a generated file, then reads it into a
 * hash. It prints `sent` and `read <sha256>`, and waits for a line before each step.
 * Arguments: the server's URL, the seed, the size in bytes.
 */
const [baseUrl = '', seed = '', size = ''] = process.argv.slice(2);
const api = createApi({ baseUrl });

const say = (line: string) => process.stdout.write(`${line}\n`);
const told = process.stdin[Symbol.asyncIterator]();

say('ready');
await told.next();
const { link } = await sendFile(api, { file: generatedBytes(seed, Number(size)) });
say('sent');
await told.next();
const opened = await openFile(api, link);
const hash = await sha256Of(readWhole(api, opened));
await finish(api, opened);
say(`read ${hash}`);
process.stdin.destroy();
