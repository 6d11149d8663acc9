export { isRefusal } from '#client/errors.ts';
