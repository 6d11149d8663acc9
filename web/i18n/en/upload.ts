import type { ServiceFailure } from '#client/errors.ts';
import { signIn } from './service-failure.ts';

export const upload = {
  title: 'Handing it over.',
  lede: 'Keep this page open. If the connection breaks, it goes on from where it was.',
  label: 'Handed over',
  percent: (percent: number) => `${percent} %`,
  underWay: 'Sealing and sending…',
  pause: 'Pause',
  goOn: 'Go on',
  paused: (percent: number) => `Paused at ${percent} %. What has arrived stays on the server for a while.`,
  finishing: 'All of it has arrived. The server is looking whether it is whole…',
  serviceFailure: (failure: ServiceFailure, percent: number) => {
    switch (failure.kind) {
      case 'sign-in':
        return `${signIn} Nothing is lost: it goes on from ${percent} %.`;
      case 'offline':
        return `The connection is gone. It goes on from ${percent} % when it is back.`;
      case 'busy':
        return `The server wants a pause. It goes on from ${percent} % by itself.`;
      case 'server':
      case 'strange':
        return `The server has a fault of its own just now. It goes on from ${percent} % by itself.`;
    }
  },
  cancel: 'Cancel',
  cancelQuestion: 'Stop here? What has arrived is deleted; your text and files stay on the sheet.',
  cancelYes: 'Stop and delete it',
  cancelNo: 'Go on handing over',
};
