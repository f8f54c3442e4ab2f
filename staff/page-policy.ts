/**
 * What the page's policy (Trusted Types, no eval) asks of the libraries of the console. Imported before anything else.
 *
 * Web Awesome and the calendar set markup of their own as text. It passes through here, and nothing does that could run
 * or fetch: known elements, attributes that only look or name, no address but of a drawing inside the page. The calendar's
 * templates, which are fixed when it is built, go by Svelte's own policy, `svelte-trusted-html`; it lets all through, so
 * nothing that somebody wrote may be given to the calendar as HTML.
 */
import { config } from 'zod';

// Zod would try whether it may compile, and be told of by the browser.
config({ jitless: true });

const ELEMENT =
  /<\/?(?:div|span|button|time|table|thead|tbody|tr|td|th|h2|h4|a|i|b|svg|g|path|circle|rect|line|polyline|slot)(?:\s+(?:class|style|role|part|id|d|x|y|x1|x2|y1|y2|cx|cy|r|rx|ry|width|height|fill|fill-rule|clip-rule|stroke|stroke-width|stroke-linecap|stroke-linejoin|viewBox|xmlns|tabindex|type|datetime|name|slot|focusable|aria-[a-z]+|data-[a-z-]+)(?:="[^"<>]*")?)*\s*\/?>/g;
/** Where a library will put something. */
const PLACEHOLDER = /<!(?:--[^<>]*--)?>/g;

/** Nothing that begins like markup is left once what is known has been taken out. */
const isHarmless = (markup: string): boolean =>
  !markup.replace(ELEMENT, '').replace(PLACEHOLDER, '').includes('<');

window.trustedTypes?.createPolicy('default', {
  createHTML: (markup) => {
    if (isHarmless(markup)) return markup;
    throw new TypeError('This markup is not let through.');
  },
});
