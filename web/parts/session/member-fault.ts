export { isMemberFault } from '#client/errors.ts';
