import type { ServiceFailure } from '#client/errors.ts';
import { signIn } from './service-failure.ts';

export const upload = {
  title: 'Uploading',
  lede: 'Keep this page open. If the connection breaks, the upload continues from where it stopped.',
  label: 'Uploaded',
  percent: (percent: number) => `${percent}%`,
  underWay: 'Sealing and sending…',
  pause: 'Pause',
  goOn: 'Resume',
  paused: (percent: number) => `Paused at ${percent}%. The server keeps the uploaded data for a while.`,
  finishing: 'Everything is uploaded. The server is checking that it is complete…',
  serviceFailure: (failure: ServiceFailure, percent: number) => {
    switch (failure.kind) {
      case 'sign-in':
        return `${signIn} Nothing is lost: the upload continues from ${percent}%.`;
      case 'offline':
        return `The connection is lost. The upload continues from ${percent}% when it is back.`;
      case 'busy':
        return `Too many requests. The upload continues automatically from ${percent}%.`;
      case 'server':
      case 'strange':
        return `Something went wrong on our side. The upload continues automatically from ${percent}%.`;
    }
  },
  cancel: 'Cancel',
  cancelQuestion: 'Stop the upload? The uploaded data is deleted; your text and files stay on this page.',
  cancelYes: 'Stop and delete it',
  cancelNo: 'Keep uploading',
};
