/** SPEC.md §16: makes every vector of the project, identical in each run and each runtime. */
import { makeAddresses } from './make-addresses.ts';
import { makeAnswers } from './make-answers.ts';
import { makeBodies } from './make-bodies.ts';
import { makeEnvelopes } from './make-envelopes.ts';
import { makeGates } from './make-gates.ts';
import { makeKeys } from './make-keys.ts';
import { makeLinks } from './make-links.ts';
import { makeMembers } from './make-members.ts';
import { makePayloads } from './make-payloads.ts';
import { makeRequests } from './make-requests.ts';

/** @returns the text of each file, by its path below own/ */
export async function makeAll(): Promise<ReadonlyMap<string, string>> {
  const cases = [
    ...makeLinks(),
    ...makePayloads(),
    ...(await makeEnvelopes()),
    ...(await makeKeys()),
    ...(await makeBodies()),
    ...(await makeRequests()),
    ...(await makeAnswers()),
    ...(await makeGates()),
    ...(await makeMembers()),
    ...makeAddresses(),
  ];
  const files = new Map(cases.map(([path, vector]) => [`${path}.json`, `${JSON.stringify(vector, null, 2)}\n`]));
  if (files.size !== cases.length) throw new Error('Two vectors have the same name.');
  return files;
}
