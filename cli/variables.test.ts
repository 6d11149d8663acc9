import { expect, test } from 'vitest';
import { readVariables } from './variables.ts';

test.each(['BASH_FUNC_ls%%', '1ST', 'A-B', 'A.B', 'É'])(
  '%s is no name of a variable, also where it is asked for',
  (name) => {
    expect(() => readVariables({ text: `A=1\n${name}=() { echo owned; }\n` })).toThrow(
      'in a way no variable can be set',
    );
    expect(() => readVariables({ text: `A=1\n${name}=x\n` }, [name])).toThrow(/in a way|lacks/);
    expect(readVariables({ text: `A=1\n${name}=x\n` }, ['A'])).toEqual({ A: '1' });
  },
);

test('a name that a terminal would obey is shown, not obeyed', () => {
  expect(() => readVariables({ text: 'A\u001b[31m=1' })).toThrow('A\\x1b[31m');
});

test.each(
  `PATH LD_PRELOAD SHELLOPTS BASHOPTS PS4 BASH_ENV ENV ZDOTDIR DOTNET_STARTUP_HOOKS OPENSSL_CONF GOFLAGS MAKEFLAGS LESSOPEN
   LESSCLOSE KUBECONFIG RUSTC_WRAPPER LUA_INIT_5_4 AWS_CONFIG_FILE PHPRC R_PROFILE_USER https_proxy ALL_PROXY GLIBC_TUNABLES
   PSModulePath ComSpec GIT_SSH_COMMAND SSH_ASKPASS EDITOR VISUAL PAGER MANPAGER NODE_OPTIONS PERL5OPT RUBYOPT`.split(
    /\s+/,
  ),
)('%s chooses what runs, and is taken only by its name', (name) => {
  expect(() => readVariables({ text: `${name}=x` })).toThrow(
    `The secret sets ${name}, which decides what a program loads. Name what you want: sotto run - --only NAME,NAME -- …; within ten minutes this opens again without spending a view.`,
  );
  expect(readVariables({ text: `${name}=x` }, [name])).toEqual({ [name]: 'x' });
});

test('what secrets are usually called is no such name', () => {
  const names =
    'DATABASE_URL API_KEY AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY GOOGLE_APPLICATION_CREDENTIALS CARGO_REGISTRY_TOKEN PGPASSWORD MYSQL_PWD'.split(
      ' ',
    );
  expect(Object.keys(readVariables({ text: names.map((name) => `${name}=x`).join('\n') })).sort()).toEqual(
    names.toSorted(),
  );
});

test('a secret with files or fields is not for an environment', () => {
  const files = [{ name: 'a', size: 1, type: '' }];
  for (const more of [{ files }, { fields: [{ name: 'a', value: 'b' }] }])
    expect(() => readVariables({ text: 'A=1', ...more })).toThrow('sotto open still shows it');
});
