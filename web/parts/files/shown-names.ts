export { displayName } from '#client/display-name.ts';
