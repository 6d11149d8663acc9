import { createSignal, For, Show, Suspense } from 'solid-js';
import { say } from '#web/i18n/words.ts';
import { formatNumber } from '#web/i18n/numbers.ts';
import { brand } from '#web/app/layout/brand.ts';
import { basePath } from '#web/app/layout/environment.ts';
import type { Composer } from '#web/pages/compose/create-compose.ts';
import { sentenceOf } from '#web/pages/compose/error-sentence.tsx';
import { SealedPassword } from '#web/pages/compose/sealed-password.tsx';
import type { LinksLeft, LinksState } from '#web/pages/compose/state.ts';
import { LazyUploadActions, LazyUploadView } from '#web/parts/files/lazy-files.ts';
import { lastingUpload } from '#web/parts/files/lasting-upload.ts';
import styles from '#web/parts/sending/sealed.module.css';
import type { TokenHolder } from '#web/parts/token/create-token-holder.ts';
import { LateTokenField } from '#web/parts/token/late-token-field.tsx';
import { Button } from '#web/ui/button.tsx';
import { CopyButton } from '#web/ui/copy-button.tsx';
import { Notice } from '#web/ui/notice.tsx';
import { Seal } from '#web/ui/seal.tsx';
import { link as linkWords } from '#words/link.ts';
import { sealed as sealedWords } from '#words/sealed.ts';
import { sealedDetails } from '#words/sealed-details.ts';
import { sealedLinks as words } from '#words/sealed-links.ts';
import links from './links.module.css';
import { MadeLinkRow } from './made-link-row.tsx';
import { SealedConditions } from './sealed-conditions.tsx';

export interface LinksPageProps {
  readonly links: LinksState;
  readonly token: TokenHolder;
  readonly composer: Pick<Composer, 'goOn' | 'cancel' | 'pause' | 'resume' | 'remove'>;
  /** Every link was copied or went to a mail. */
  readonly onTaken: () => void;
}

/** The links of several people, while they are made and afterwards. */
export default function LinksPage(props: LinksPageProps) {
  const [taken, setTaken] = createSignal<ReadonlySet<string>>(new Set());
  const there = () => props.links.made.filter(({ removal }) => removal.at !== 'removed');
  const take = (ids: readonly string[]) => {
    setTaken((before) => new Set([...before, ...ids]));
    if (props.links.left === undefined && there().every(({ shared }) => taken().has(shared.id))) props.onTaken();
  };
  const allLinks = () => there().map(({ name, shared: { link } }) => `${name}: ${link}`);
  return (
    <>
      <span class={styles['stamp']}>
        <Seal letter={brand().initial} state="pressed" />
      </span>
      <ul class={links['list']} role="list">
        <For each={props.links.made.map(({ shared }) => shared.id)}>
          {(id) => (
            <Show when={props.links.made.find(({ shared }) => shared.id === id)}>
              {(made) => (
                <MadeLinkRow
                  made={made()}
                  conditions={props.links.conditions}
                  onTaken={() => take([id])}
                  onRemove={() => void props.composer.remove(id)}
                />
              )}
            </Show>
          )}
        </For>
      </ul>
      <Show when={props.links.left}>
        {(left) => <Left composer={props.composer} token={props.token} made={props.links.made.length} left={left()} />}
      </Show>
      <Show when={there().length > 1}>
        <p>
          <CopyButton
            variant={props.links.left ? undefined : 'primary'}
            text={() => allLinks().join('\n')}
            label={words.copyAll}
            copied={words.copied}
            failed={words.copyEach}
            onCopied={() => take(there().map(({ shared }) => shared.id))}
          />
        </p>
      </Show>
      <SealedConditions conditions={props.links.conditions} />
      <Show when={props.links.password}>
        {(password) => (
          <dl class={styles['terms']}>
            <div>
              <dt>{sealedDetails.password}</dt>
              <dd>
                <SealedPassword password={password().value} />
              </dd>
            </div>
          </dl>
        )}
      </Show>
      <Kept links={props.links} />
      <Show when={props.links.left === undefined}>
        <a class={styles['another']} href={basePath()}>
          {sealedWords.another}
        </a>
      </Show>
    </>
  );
}

interface LeftProps extends Pick<LinksPageProps, 'composer' | 'token'> {
  readonly left: LinksLeft;
  /** How many are made. */
  readonly made: number;
}

const progressOf = (props: LeftProps) => () => props.left.progress;

function Left(props: LeftProps) {
  const name = () => props.left.names[0] ?? '';
  const upload = lastingUpload(progressOf(props));
  const counted = () =>
    say(words.of, { made: formatNumber(props.made), size: formatNumber(props.made + props.left.names.length) });
  return (
    <>
      <p role="status">
        {counted()}{' '}
        <Show when={props.left.progress}>{say(upload() ? words.uploading : words.making, { name: name() })}</Show>
      </p>
      <Show when={props.left.error}>
        {(error) => (
          <Notice tone="error">
            <p class={links['sentence']}>{say(words.error, { name: name() })}</p>
            <p class={links['sentence']}>{sentenceOf(error())}</p>
          </Notice>
        )}
      </Show>
      <Show
        when={props.left.progress}
        fallback={
          <>
            <Show when={props.left.error === undefined}>
              <Notice tone="info">{words.stopped}</Notice>
            </Show>
            <LateTokenField token={props.token} disabled={false} />
            <p>
              <Button variant="primary" onClick={() => void props.composer.goOn()}>
                {words.goOn}
              </Button>
            </p>
          </>
        }
      >
        <Show
          when={upload()}
          fallback={
            <p>
              <Button onClick={() => props.composer.cancel()}>{words.stop}</Button>
            </p>
          }
        >
          {(progress) => (
            <Suspense>
              <LazyUploadView upload={progress().upload} />
              <LazyUploadActions
                upload={progress().upload}
                onPause={props.composer.pause}
                onResume={props.composer.resume}
                onCancel={props.composer.cancel}
              />
            </Suspense>
          )}
        </Show>
      </Show>
    </>
  );
}

/** Where the links can be found again. */
function Kept(props: { readonly links: LinksState }) {
  const listed = () => props.links.made.every(({ listed: isListed }) => isListed);
  const manageLinks = () => props.links.made.map(({ name, shared: { manageLink } }) => `${name}: ${manageLink}`);
  return (
    <div class={links['kept']}>
      <p class={listed() ? styles['hint'] : undefined}>{listed() ? words.listed : words.unlisted}</p>
      <Show when={!listed()}>
        <CopyButton
          text={() => manageLinks().join('\n')}
          label={words.copyManage}
          copied={words.copied}
          failed={linkWords.copyAddress}
        />
      </Show>
    </div>
  );
}
