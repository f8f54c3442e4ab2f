import type { TextStyle } from './agenda-pages.ts';

/** As <visits-panel> sets them; sizes in units of the window. */
const STYLES: Readonly<Record<TextStyle, { font: string; letterSpacing: string }>> = {
  name: { font: '700 106px', letterSpacing: '-2.12px' },
  time: { font: '700 106px', letterSpacing: '-2.12px' },
  desk: { font: '500 106px', letterSpacing: '-2.12px' },
  call: { font: '800 268px', letterSpacing: '-8.04px' },
  near: { font: '500 56px', letterSpacing: '0px' },
};
/** Rounding of glyphs at other sizes may widen a line a little. */
const SAFETY = 1.002;

/** Measures in the family of `element`, whatever size it has there. The widths change when its fonts have come. */
export function widthsIn(element: Element): (text: string, style: TextStyle) => number {
  const context = document.createElement('canvas').getContext('2d');
  if (!context) throw new Error('this browser has no 2d canvas');
  const family = getComputedStyle(element).fontFamily;
  return (text, style) => {
    const { font, letterSpacing } = STYLES[style];
    context.font = `${font} ${family}`;
    context.letterSpacing = letterSpacing;
    return context.measureText(text).width * SAFETY;
  };
}
