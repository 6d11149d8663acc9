import { expect, test } from 'vitest';
import { passedSocket } from './passed-socket.ts';

test('one socket of systemd is taken, if it is meant for this process', () => {
  expect(passedSocket({ LISTEN_PID: '7', LISTEN_FDS: '1' }, 7)).toBe(3);
  expect(passedSocket({ LISTEN_PID: '8', LISTEN_FDS: '1' }, 7)).toBeUndefined();
  expect(passedSocket({}, 7)).toBeUndefined();
});

test('several sockets are refused, because nobody would listen on the second', () => {
  expect(() => passedSocket({ LISTEN_PID: '7', LISTEN_FDS: '2' }, 7)).toThrow('systemd passed 2 sockets');
});
