/**
 * Keeps a ticket's own page true: fetches it anew, and says so when it cannot. Without script the page is
 * what it was when it was opened, and says when that was.
 */

const RENEW_MS = 8_000;
const ANSWER_MS = 6_000;

/** The hub's own page, in which what anybody wrote is text. It is parsed, and nothing in it is run. */
const ownPage = window.trustedTypes?.createPolicy('torget-ticket', {
  createHTML: (page: string) => page,
});

async function renew(): Promise<void> {
  const main = document.querySelector('main');
  if (!main) return;
  try {
    const response = await fetch(location.href, {
      cache: 'no-store',
      signal: AbortSignal.timeout(ANSWER_MS),
    });
    // A ticket of another day is answered 404, in words.
    if (!response.ok && response.status !== 404) throw new Error(response.statusText);
    const page = await response.text();
    const markup = (ownPage?.createHTML(page) ?? page) as string;
    const fresh = new DOMParser().parseFromString(markup, 'text/html');
    const [newMain, news] = [fresh.querySelector('main'), main.querySelector('.news')];
    if (!newMain) throw new Error('not a page of ours');
    const { lang, dir } = fresh.documentElement;
    Object.assign(document.documentElement, { lang, dir });
    document.title = fresh.title;
    const newNews = newMain.querySelector('.news');
    if (news instanceof HTMLElement && newNews instanceof HTMLElement && isSameKind(news, newNews))
      putAround(main, news, newNews);
    else main.replaceChildren(...newMain.childNodes);
    main.classList.remove('stale');
  } catch {
    main.classList.add('stale'); // no answer, or not ours: what is shown may be old
  }
}

/**
 * The new page, but for the element that has the news: a screen reader hears it only when it is news, so it stays where
 * it is, and the rest is put in place around it, level by level up to `main`.
 */
function putAround(main: Element, news: Element, newNews: Element): void {
  if (news.textContent !== newNews.textContent) news.textContent = newNews.textContent;
  for (let [old, fresh] = [news, newNews]; old !== main; ) {
    const [parent, newParent] = [old.parentElement, fresh.parentElement];
    if (!parent || !newParent) return;
    for (const node of [...parent.childNodes]) if (node !== old) node.remove();
    const nodes = [...newParent.childNodes];
    const nth = nodes.indexOf(fresh);
    old.before(...nodes.slice(0, nth));
    old.after(...nodes.slice(nth + 1));
    parent.className = newParent.className;
    [old, fresh] = [parent, newParent];
  }
}

const isSameKind = (one: HTMLElement, other: HTMLElement): boolean =>
  one.tagName === other.tagName && one.lang === other.lang;

setInterval(() => {
  if (!document.hidden) void renew();
}, RENEW_MS);
document.addEventListener('visibilitychange', () => {
  if (!document.hidden) void renew();
});
