import { MAX_PEOPLE } from '#crypto/limits.ts';
import type { NotifyInput, ShareInput } from '#client/share-input.ts';
import type { ServerConfig } from '#server/http/config-wire.ts';
import { limitInWords } from '#cli/terminal/limit-words.ts';
import { Failure } from '#cli/terminal/exit-codes.ts';
import { readTimeOption, secondOf } from '#cli/terminal/time-option.ts';
import type { WantedTime } from '#cli/terminal/time-option.ts';
import { timeInWords } from '#cli/terminal/wording.ts';
import { inWords } from '#cli/language/words.ts';
import { gates as words } from '#cli/words/gates.ts';
import type { sendUsage } from '#cli/usage/send.ts';
import type { Call } from './client-command.ts';
import { readNotify } from './read-notify.ts';
import { expectNameable, readPeople } from './read-people.ts';
import type { NamedPerson } from './read-people.ts';

/** What the options of `sotto send` say about who opens, from when, and who hears of it. */
export interface WantedGates {
  readonly people?: readonly NamedPerson[] | undefined;
  readonly notBefore?: WantedTime | undefined;
  readonly notify?: NotifyInput | undefined;
  /** One secret for each name. The names stay on this machine. */
  readonly names?: readonly string[] | undefined;
}

type Sending = Pick<Call<typeof sendUsage>, 'say' | 'values'>;

const MAX_NAMES = MAX_PEOPLE;

/** @throws Failure */
export async function readGates({ say, values }: Sending): Promise<WantedGates> {
  const names = readNames(values);
  const { 'not-before': notBefore } = values;
  return {
    names,
    notBefore: notBefore === undefined ? undefined : readTimeOption('--not-before', notBefore),
    people: await readPeople({ say, values }),
    notify: await readNotify(values),
  };
}

function readNames(values: Sending['values']): readonly string[] | undefined {
  if (values.each === undefined) return undefined;
  const names = values.each.split(',').map((name) => name.trim());
  const isUsable = (name: string) => name !== '' && !/\p{Cc}/u.test(name);
  if (names.length > MAX_NAMES || new Set(names).size < names.length || !names.every(isUsable))
    throw new Failure('misused', inWords(words.eachForm, { most: String(MAX_NAMES) }));
  for (const option of ['to', 'to-file', 'copy', 'qr'] as const) {
    if (values[option] !== undefined) throw new Failure('misused', inWords(words.eachAlone, { option: `--${option}` }));
  }
  return names;
}

interface Service {
  readonly config: ServerConfig;
  readonly hasToken: boolean;
  readonly ttlSeconds: number;
}

export type ChosenGates = Pick<ShareInput, 'people' | 'notBefore' | 'notify'>;

/** @returns the gates and notices to send. @throws Failure if the service or its clock forbids one, before anything is sealed */
export function chooseGates({ say }: Sending, wanted: WantedGates, service: Service): ChosenGates {
  const { people, notify } = wanted;
  const { config, hasToken } = service;
  if (people !== undefined) {
    expectOffered('people', service);
    if (config.people === 'token' && !hasToken) throw new Failure('refused', words.peopleNeedToken);
    expectNameable(say, people, config);
  }
  if (notify !== undefined) {
    expectOffered('webhooks', service);
    if (config.webhooks === 'token' && !hasToken) throw new Failure('refused', words.noticesNeedToken);
  }
  return { people: people?.map(({ address }) => address), notBefore: startOf(wanted, service), notify };
}

/** Whether the service lets only members name people, or have notices sent. */
export const asMember = ({ people, notify }: ChosenGates, config: ServerConfig): boolean =>
  (people !== undefined && config.people === 'members') || (notify !== undefined && config.webhooks === 'members');

function expectOffered(limit: 'people' | 'webhooks', { config }: Service): void {
  if (config[limit] === undefined) throw new Failure('refused', limitInWords(limit, { policy: config }));
}

function startOf({ notBefore }: WantedGates, { config, ttlSeconds }: Service): number | undefined {
  if (notBefore === undefined) return undefined;
  const { serverTime } = config;
  const [start, end] = [secondOf(notBefore, serverTime), serverTime + ttlSeconds];
  const time = timeInWords(start, serverTime);
  if (start <= serverTime) throw new Failure('misused', inWords(words.notBeforePast, { time }));
  if (start >= end)
    throw new Failure('misused', inWords(words.notBeforeLate, { time, until: timeInWords(end, serverTime) }));
  return start;
}
