export { shownSender } from '#client/shown-sender.ts';
