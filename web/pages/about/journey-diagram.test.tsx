import { render } from 'solid-js/web';
import { expect, test } from 'vitest';
import { JourneyDiagram } from './journey-diagram.tsx';

test('the gap around one line of the link’s label does not cut the letters of another line', () => {
  const root = document.body.appendChild(document.createElement('main'));
  const unmount = render(() => <JourneyDiagram />, root);
  for (const drawing of root.querySelectorAll('svg')) {
    const widths = [...drawing.querySelectorAll(':scope > text')].map((text) =>
      parseFloat(getComputedStyle(text).strokeWidth),
    );
    const isGap = widths.map((width) => width > 5);
    const lines = isGap.filter(Boolean).length;
    expect(lines).toBe(drawing.dataset['width'] === 'narrow' ? 2 : 1);
    expect(isGap.slice(-2 * lines)).toEqual([
      ...Array<boolean>(lines).fill(true),
      ...Array<boolean>(lines).fill(false),
    ]);
  }
  unmount();
  root.remove();
});
