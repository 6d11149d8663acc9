import type { NotifyInput } from '#client/share-input.ts';
import { isWebhookSecret } from '#client/webhook-secret.ts';
import { readTextFile } from '#cli/files/read-text-file.ts';
import { Failure } from '#cli/terminal/exit-codes.ts';
import { inWords } from '#cli/language/words.ts';
import { gates as words } from '#cli/words/gates.ts';

interface Notifying {
  readonly 'notify-file'?: string | undefined;
  readonly reference?: string | undefined;
}

const MAX_REFERENCE_LENGTH = 64;
const MAX_URL_LENGTH = 2048;

/**
 * The endpoint for notices. It comes from a file, because its address and secret can be credentials.
 * @throws Failure that repeats neither
 */
export async function readNotify(values: Notifying): Promise<NotifyInput | undefined> {
  const { 'notify-file': file } = values;
  const reference = readReference(values);
  if (file === undefined) return undefined;
  const [address = '', secret, ...rest] = (await readTextFile('endpoint', file)).trimEnd().split(/\r\n|\r|\n/);
  if (rest.length > 0) throw new Failure('misused', inWords(words.notifyLines, { file }));
  const url = readEndpoint(address.trim());
  if (url === undefined) throw new Failure('misused', inWords(words.notifyAddress, { file }));
  if (secret !== undefined && !isWebhookSecret(secret.trim()))
    throw new Failure('misused', inWords(words.notifySecret, { file }));
  return {
    url,
    ...(secret !== undefined && { secret: secret.trim() }),
    ...(reference !== undefined && { reference }),
  };
}

function readEndpoint(given: string): string | undefined {
  const url = URL.parse(given);
  const isPlain = url?.protocol === 'https:' && url.port === '' && `${url.username}${url.password}${url.hash}` === '';
  return isPlain && url.href.length <= MAX_URL_LENGTH ? url.href : undefined;
}

function readReference({ reference, 'notify-file': file }: Notifying): string | undefined {
  if (reference === undefined) return undefined;
  if (file === undefined) throw new Failure('misused', words.referenceAlone);
  const text = reference.trim();
  if (text === '' || text.length > MAX_REFERENCE_LENGTH || /\p{Cc}/u.test(text))
    throw new Failure('misused', inWords(words.referenceForm, { most: String(MAX_REFERENCE_LENGTH) }));
  return text;
}
