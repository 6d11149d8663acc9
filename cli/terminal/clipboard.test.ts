import { expect, test } from 'vitest';
import { clipboardPrograms } from './clipboard.ts';

const names = (...given: Parameters<typeof clipboardPrograms>) => clipboardPrograms(...given).map(([file]) => file);

test.each([
  ['darwin', {}, ['pbcopy']],
  ['win32', {}, ['clip.exe']],
  ['linux', {}, []],
  ['linux', { DISPLAY: ':0' }, ['xclip', 'xsel']],
  ['linux', { WAYLAND_DISPLAY: 'wayland-0', DISPLAY: ':0' }, ['wl-copy', 'xclip', 'xsel']],
  ['linux', { WSL_DISTRO_NAME: 'Debian' }, ['clip.exe']],
] as const)('the clipboard programs of a session on %s with %j are %j', (platform, env, expected) => {
  expect(names(env, platform)).toEqual(expected);
});

test('over SSH, only a forwarded display is the clipboard of the person', () => {
  const env = { SSH_CONNECTION: '192.0.2.1 50000 192.0.2.2 22' };
  expect(names(env, 'darwin')).toEqual([]);
  expect(names({ ...env, WAYLAND_DISPLAY: 'wayland-0' }, 'linux')).toEqual([]);
  expect(names({ ...env, DISPLAY: 'localhost:10.0' }, 'linux')).toEqual(['xclip', 'xsel']);
});
