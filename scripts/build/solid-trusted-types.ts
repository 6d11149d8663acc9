import type { Plugin } from 'vite';

const ASSIGNMENT = 't.innerHTML = html;';
const POLICY = `const trustedTemplates = globalThis.trustedTypes?.createPolicy('solid-tmpl', { createHTML: (html) => html });\n`;
const TRUSTED_ASSIGNMENT = 't.innerHTML = trustedTemplates ? trustedTemplates.createHTML(html) : html;';

/**
 * Solid creates its templates, which are build-time constants, through a single innerHTML assignment. Only that line
 * gets a Trusted Types policy. Every other such sink stays closed.
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
          this.error("Solid's template() is not the version this plugin was written for.");
        return { code: POLICY + code.replace(ASSIGNMENT, TRUSTED_ASSIGNMENT), map: null };
      },
    },
  };
}
