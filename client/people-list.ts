/** A lazy module: only shares for named people need it. */
export { sealPeople } from '#crypto/people.ts';
