export { displayName } from '#client/safe-names.ts';
