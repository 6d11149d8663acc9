import { createApi } from '#client/api.ts';
import { generatedBytes, sha256Of } from './generated-bytes.ts';
import { finish, openFile, readWhole, sendFile } from './share-file.ts';

/**
 * A client in a process of its own, whose memory is nobody else's: sends a file that it generates, then reads it into a
 * hash. Says `sent` and `read <sha256>`, and before each waits to be told to go on.
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
