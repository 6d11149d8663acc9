import type { Plugin } from 'vite';

const ASSIGNMENT = 't.innerHTML = html;';
const POLICY = `const trustedTemplates = globalThis.trustedTypes?.createPolicy('solid-tmpl', { createHTML: (html) => html });\n`;
const TRUSTED_ASSIGNMENT = 't.innerHTML = trustedTemplates ? trustedTemplates.createHTML(html) : html;';

/**
 * Solid makes its templates, which are constants of the build, through one innerHTML. That line, and no other, gets a
 * policy; every other such sink stays closed.
 */
export function solidTrustedTypes(): Plugin {
  return {
    name: 'solid-trusted-types',
    enforce: 'pre',
    apply: 'build',
    transform: {
      filter: { id: /solid-js\/web\/dist\/web\.js/ },
      handler(code) {
        if (code.split(ASSIGNMENT).length !== 2)
          this.error("Solid's template() is not the one this plugin was made for.");
        return { code: POLICY + code.replace(ASSIGNMENT, TRUSTED_ASSIGNMENT), map: null };
      },
    },
  };
}
