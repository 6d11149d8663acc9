/** The lazy module of what only a draft with conditions needs when it is sealed. */
export { conditionsFault, conditionsInput, sealedConditions } from './check-conditions.ts';
export { goOn, makeLinks, removeLink } from './make-links.ts';
