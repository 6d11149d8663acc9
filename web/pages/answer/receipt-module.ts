/** The lazy module of the receipt: its view, and what it asks the server. */
export { readStatus, remove } from '#client/manage.ts';
export { SentAnswer } from './sent-answer.tsx';
