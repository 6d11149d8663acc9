import { expect, test } from 'vitest';
import { readOnly, readVariables } from './run-variables.ts';

test.each(['BASH_FUNC_ls%%', '1ST', 'A-B', 'A.B', 'É'])(
  '%s is not the name of a variable: the error gives its line, with --only too',
  (name) => {
    for (const only of [undefined, [name], ['A']])
      expect(() => readVariables({ text: `A=1\n${name}=() { echo owned; }\n` }, only)).toThrow(
        'Line 2 of the secret is not NAME=value',
      );
  },
);

test('values that 0.2 read wrongly are read correctly, or refused', () => {
  const text = `DB_PASSWORD=p@ss#w0rd\nCOLOR=#FF0000\nOLD= \nSA="{\\"type\\":\\"x\\"}"\nKEY="-----BEGIN\nMIIabc=\n"\n`;
  expect(readVariables({ text })).toEqual({
    DB_PASSWORD: 'p@ss#w0rd',
    COLOR: '#FF0000',
    OLD: '',
    SA: '{"type":"x"}',
    KEY: '-----BEGIN\nMIIabc=\n',
  });
  expect(() => readVariables({ text: 'KEY=-----BEGIN KEY-----\nMIIabc==\n-----END KEY-----\n' })).toThrow('Line 2');
});

test('--only can be repeated and contain spaces, and takes only names of variables', () => {
  expect(readOnly(undefined)).toBeUndefined();
  expect(readOnly(['A, B', 'C'])).toEqual(['A', 'B', 'C']);
  for (const given of ['', 'A,', 'A B', 'A-B', '1A'])
    expect(() => readOnly([given])).toThrow('--only takes names of variables');
  expect(() => readVariables({ text: 'A=1' }, ['A', 'C', 'D'])).toThrow(
    'The secret does not contain C, D, which --only names.',
  );
});

test('an error names the first wrong lines and never shows their content', () => {
  const text = Array.from({ length: 9 }, () => 'hunter2\u001b[31m').join('\n');
  expect(() => readVariables({ text })).toThrow(
    /^Line 1 of the secret .+ Line 2 .+ Line 3 .+ Line 4 .+ Line 5 .+ 4 more lines are wrong\. No command was run\. For ten minutes you can still read it here with sotto open/,
  );
  expect(() => readVariables({ text })).not.toThrow('hunter2');
});

test.each(
  `PATH LD_PRELOAD SHELLOPTS BASHOPTS PS4 BASH_ENV ENV ZDOTDIR DOTNET_STARTUP_HOOKS OPENSSL_CONF GOFLAGS MAKEFLAGS LESSOPEN
   LESSCLOSE KUBECONFIG RUSTC_WRAPPER LUA_INIT_5_4 AWS_CONFIG_FILE PHPRC R_PROFILE_USER https_proxy ALL_PROXY GLIBC_TUNABLES
   PSModulePath ComSpec GIT_SSH_COMMAND SSH_ASKPASS EDITOR VISUAL PAGER MANPAGER NODE_OPTIONS PERL5OPT RUBYOPT
   TAR_OPTIONS ZIPOPT UNZIP FZF_DEFAULT_COMMAND FZF_DEFAULT_OPTS RIPGREP_CONFIG_PATH JVM_OPTS SBT_OPTS CATALINA_OPTS ES_JAVA_OPTS
   RSYNC_CONNECT_PROG RSYNC_RSH VK_ICD_FILENAMES VK_LAYER_PATH GST_PLUGIN_PATH XZ_OPT PROMPT_COMMAND BORG_PASSCOMMAND RESTIC_PASSWORD_COMMAND
   SOPS_AGE_KEY_CMD CONFIG_SITE CCACHE_PREFIX GOAUTH SSLKEYLOGFILE PGOPTIONS PASSWORD_STORE_ENABLE_EXTENSIONS AWKPATH BAT_CONFIG_PATH CARGO_BUILD_RUSTC_WRAPPER
   npm_execpath npm_node_execpath R_UNZIPCMD R_DEFAULT_PACKAGES QML2_IMPORT_PATH SOPS_GPG_EXEC CYPRESS_RUN_BINARY HADOOP_CLASSPATH PYSPARK_PYTHON
   BC_ENV_ARGS GUNICORN_CMD_ARGS PYTEST_ADDOPTS MPLBACKEND GUILE_LOAD_PATH BABASHKA_PRELOADS GDAL_DRIVER_PATH QEMU_LD_PREFIX PIPEWIRE_MODULE_DIR
   JAVACMD YACC AUTOCONF OPAMFETCH THOR_MERGE INFOPROG APT_CONFIG HOMEBREW_GIT_PATH RCLONE_CONFIG LOADER_PATH SYSTEM_WGETRC SOCKS5_SERVER MAILPATH`.split(
    /\s+/,
  ),
)('%s decides what runs, and is set only if --only names it', (name) => {
  expect(() => readVariables({ text: `${name}=x` })).toThrow(
    `The secret sets ${name}, which decides what a program loads. Name the variables that you want: sotto run - --only NAME,NAME -- …. You can open it again on this machine for ten minutes without using another view.`,
  );
  expect(readVariables({ text: `${name}=x` }, [name])).toEqual({ [name]: 'x' });
});

test('usual names of secrets are set without --only', () => {
  const names =
    'DATABASE_URL API_KEY AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY GOOGLE_APPLICATION_CREDENTIALS CARGO_REGISTRY_TOKEN PGPASSWORD PGHOST MYSQL_PWD NODE_AUTH_TOKEN NPM_TOKEN GITHUB_TOKEN GH_TOKEN BORG_PASSPHRASE RSYNC_PASSWORD P4PASSWD DOCKER_PASSWORD COMPOSER_AUTH TF_VAR_password FIREBASE_CONFIG VAULT_ADDR SECRET_KEY_BASE SMTP_PASSWORD STRIPE_SECRET_KEY SENTRY_DSN REDIS_URL JWT_SECRET NODE_ENV SSH_PRIVATE_KEY GPG_PRIVATE_KEY GEM_HOST_API_KEY HEX_API_KEY RAILS_ENV UPLOAD_PATH FEATURE_FLAGS'.split(
      ' ',
    );
  expect(Object.keys(readVariables({ text: names.map((name) => `${name}=x`).join('\n') })).sort()).toEqual(
    names.toSorted(),
  );
});

test('a secret with files or fields is refused for an environment', () => {
  const files = [{ name: 'a', size: 1, type: '' }];
  for (const more of [{ files }, { fields: [{ name: 'a', value: 'b' }] }])
    expect(() => readVariables({ text: 'A=1', ...more })).toThrow('you can still read it here with sotto open');
});
