import { createEffect, Match, Show, Switch } from 'solid-js';
import type { OnLimit } from '#server/shares/wire.ts';
import { composePassword as words } from '#words/compose-password.ts';
import { shortcutKey } from '#web/i18n/shortcut-key.ts';
import { inSlots, say } from '#web/i18n/words.ts';
import terms from '#web/parts/terms/terms.module.css';
import { Button } from '#web/ui/button.tsx';
import { CopyButton } from '#web/ui/copy-button.tsx';
import { PasswordField } from '#web/ui/password-field.tsx';
import { Sentence } from '#web/parts/terms/sentence.tsx';
import { SentenceSelect } from '#web/ui/sentence-select.tsx';
import { attemptLimitOf, canDestroy, onLimitOf, passwordRecipes } from './compose-draft.ts';
import type { ComposeDraft, DraftPassword, PasswordRecipe } from './compose-draft.ts';
import { generateCharacters, generateWords } from './generate.ts';
import styles from './password-terms.module.css';
import { GENERATED_CHARACTERS, recipeBits, strengthOf, typedBits } from './strength.ts';

export interface PasswordTermsProps {
  readonly draft: ComposeDraft;
  readonly error: string | undefined;
  readonly onEdit: (change: Partial<ComposeDraft>) => void;
}

const offeredLimits = [3, 5, 10, 20, 50, 100];

/** How a password protects the secret. Shown if there is one. */
export default function PasswordTerms(props: PasswordTermsProps) {
  const limit = () => attemptLimitOf(props.draft);
  const limits = () => {
    const { maxViews, conditions } = props.draft;
    const usual = attemptLimitOf({ maxViews, conditions });
    return [...new Set([...offeredLimits, limit(), usual])].sort((one, other) => one - other);
  };
  const endings = (): readonly OnLimit[] => (canDestroy(props.draft) ? ['lock', 'destroy'] : ['lock']);
  const typed = () => (props.draft.password.kind === 'typed' ? props.draft.password : undefined);
  const generated = () => (props.draft.password.kind === 'generated' ? props.draft.password : undefined);
  return (
    <>
      <Switch>
        <Match when={typed()}>
          {(password) => (
            <PasswordField
              label={words.label}
              hint={words.hint}
              error={props.error}
              show={words.show}
              hide={words.hide}
              value={password().value}
              onInput={(value) => props.onEdit({ password: { kind: 'typed', value } })}
            />
          )}
        </Match>
        <Match when={generated()}>
          {(password) => <Generated password={password()} onChange={(made) => props.onEdit({ password: made })} />}
        </Match>
      </Switch>
      <Show when={bitsOf(props.draft.password)}>
        {(bits) => (
          <p class={styles['strength']} aria-live="polite">
            {words.strength[strengthOf(bits())]}
          </p>
        )}
      </Show>
      <Sentence>
        {inSlots(words.attempts, {
          limit: (
            <SentenceSelect
              label={words.limitLabel}
              value={String(limit())}
              options={limits().map((count) => ({ value: String(count), label: say(words.limit, { count }) }))}
              onChange={(value) => props.onEdit({ attemptLimit: Number(value) })}
            />
          ),
          then: (
            <SentenceSelect
              label={words.thenLabel}
              value={onLimitOf(props.draft)}
              options={endings().map((value) => ({ value, label: words.onLimit[value] }))}
              onChange={(onLimit) => props.onEdit({ onLimit })}
            />
          ),
        })}
      </Sentence>
    </>
  );
}

function bitsOf(password: DraftPassword): number | undefined {
  if (password.kind === 'generated') return recipeBits(password.recipe);
  return password.kind === 'typed' && password.value !== '' ? typedBits(password.value) : undefined;
}

type GeneratedPassword = Extract<DraftPassword, { kind: 'generated' }>;

interface GeneratedProps {
  readonly password: GeneratedPassword;
  readonly onChange: (password: GeneratedPassword) => void;
}

function Generated(props: GeneratedProps) {
  let shown: HTMLOutputElement | undefined;
  const makeAnother = async (recipe: PasswordRecipe) => props.onChange(await generate(recipe));
  createEffect(() => {
    if (props.password.value === '') void makeAnother(props.password.recipe);
  });
  return (
    <>
      <div class={styles['generated']}>
        <output
          ref={(element) => (shown = element)}
          class={`${styles['value'] ?? ''} mono`}
          translate="no"
          dir="ltr"
          // The word list is English.
          lang={props.password.recipe === 'characters' ? undefined : 'en'}
          aria-label={words.label}
        >
          {props.password.value}
        </output>
        <CopyButton
          text={() => props.password.value}
          source={() => shown}
          label={words.copy}
          copied={words.copied}
          failed={say(words.copyFailed, { key: shortcutKey() })}
        />
      </div>
      <p class={terms['sentence']}>
        <SentenceSelect
          label={words.recipeLabel}
          value={props.password.recipe}
          options={passwordRecipes.map((value) => ({ value, label: words.recipes[value] }))}
          onChange={(recipe) => void makeAnother(recipe)}
        />{' '}
        <Button variant="plain" onClick={() => void makeAnother(props.password.recipe)}>
          {words.again}
        </Button>
      </p>
      <p class={styles['hint']}>{words.hint}</p>
    </>
  );
}

/** Falls back to characters if the word list cannot be loaded. */
async function generate(recipe: PasswordRecipe): Promise<GeneratedPassword> {
  const words = recipe === 'characters' ? undefined : Number(recipe.slice('words-'.length));
  const value = words && (await generateWords(words).catch(() => undefined));
  if (value) return { kind: 'generated', recipe, value };
  const characters = generateCharacters(GENERATED_CHARACTERS, ['lower', 'upper', 'digits']);
  return { kind: 'generated', recipe: 'characters', value: characters };
}
