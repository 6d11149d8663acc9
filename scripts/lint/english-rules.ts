import type { Rule } from 'eslint';

/**
 * English in code, which stays English in every language. Words are data (words/en), and their grammar belongs to them.
 * Each rule has selectors of ESLint, with what to write instead.
 */
type Selectors = Readonly<Record<string, string>>;

const TEXT = ':matches(Literal[value=/\\p{L}/u], TemplateLiteral)';
const LETTERS = ':matches(Literal[value=/\\p{L}{2}/u], TemplateLiteral:has(TemplateElement[value.raw=/\\p{L}{2}/u]))';
/** Two words. The names of stored entries and locks begin with the product's name. */
const SENTENCE = '/^(?!sotto ).*\\p{L}{2,} \\p{Ll}{2,}/su';
/** Errors for developers, and lists of names for the browser. */
const UNSEEN =
  ':matches(NewExpression, ImportDeclaration, CallExpression[callee.type="Super"], JSXAttribute[name.name="rel"])';
const SPOKEN = '/^(aria-(label|description|roledescription|valuetext|placeholder)|title|placeholder|alt)$/';

/** Functions that make a text. */
const MADE = '/^(say|inSlots|sentences|format[A-Z]\\w*)$/';

const PLURAL = 'Other languages have other plurals: write one message with {n, plural, …}.';
const LOCALE = 'The locale follows the language: use a formatter of web/i18n, or perLocale.';
const TABLES = 'Words belong into words/en.';

const rules: Readonly<Record<string, Selectors>> = {
  plural: {
    [`ConditionalExpression[test.right.raw=/^[12]$/] > ${TEXT}`]: PLURAL,
    [`ConditionalExpression[test.right.raw=/^[12]$/] > ArrayExpression > ${TEXT}`]: PLURAL,
  },
  'letter-case': {
    // Not the digits of a hexadecimal number.
    'CallExpression[callee.property.name=/^to(Lower|Upper)Case$/]:not([callee.object.callee.property.name="toString"])':
      'The case of a word follows its language. For what people type: toLocaleLowerCase(currentLocale()).',
    'CallExpression[callee.property.name=/^toLocale(Lower|Upper)Case$/][arguments.length=0]':
      'The language of the page decides, not that of the browser: pass currentLocale().',
  },
  join: {
    'CallExpression[callee.property.name="join"] > Literal.arguments[value=/^(, ?| | and | or )$/]:not(JSXAttribute *)':
      'Join texts with formatList or sentences (web/i18n/lists.ts).',
  },
  locale: {
    'CallExpression[callee.property.name=/^toLocale(Date|Time)?String$/][arguments.length=0]': LOCALE,
    'CallExpression[callee.property.name=/^toLocale(Date|Time)?String$/] > :matches(Literal, Identifier[name="undefined"]).arguments:first-child':
      LOCALE,
    'NewExpression[callee.object.name="Intl"] > :matches(Literal, Identifier[name="undefined"]).arguments:first-child':
      LOCALE,
  },
  words: {
    'JSXText[value=/\\p{L}/u]': TABLES,
    [`JSXAttribute[name.name=${SPOKEN}] > Literal[value=/\\p{L}/u]`]: TABLES,
    [`JSXAttribute[name.name=${SPOKEN}] > JSXExpressionContainer > ${LETTERS}`]: TABLES,
    [`:matches(JSXElement, JSXFragment) > JSXExpressionContainer > ${LETTERS}`]: TABLES,
    [`:matches(Literal[value=${SENTENCE}], TemplateElement[value.raw=${SENTENCE}]):not(${UNSEEN} *)`]: TABLES,
  },
  once: {
    // These components call their function once for a value.
    'JSXElement[openingElement.name.name=/^(Show|Match|For|Index)$/] > JSXExpressionContainer > ArrowFunctionExpression[body.type!=/^(JSXElement|JSXFragment|BlockStatement)$/]':
      'A text would not change with the language here. Put it into an element or a fragment.',
    [`:matches(Program, Program > ExportNamedDeclaration, FunctionDeclaration[id.name=/^[A-Z]/] > BlockStatement) > VariableDeclaration > VariableDeclarator[init.callee.name=${MADE}]`]:
      'A text that is kept does not change with the language. Make it where it is shown.',
  },
};

const ruleOf = (selectors: Selectors): Rule.RuleModule => ({
  meta: { type: 'problem', schema: [] },
  create: (context) => {
    const listeners = Object.entries(selectors).map(([selector, message]) => {
      const report = (node: Rule.Node) => context.report({ node, message });
      return [selector, report] as const;
    });
    return Object.fromEntries(listeners);
  },
});

/** A plugin of ESLint. */
export const english = {
  rules: Object.fromEntries(Object.entries(rules).map(([name, selectors]) => [name, ruleOf(selectors)])),
};
