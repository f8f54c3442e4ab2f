/** To the city's sign-on and back. Rules ID… in docs/spec.md. */
import { type CookieOptions, type Request, Router } from 'express';
import { accountByLogin, accountBySso, normalLogin } from '../identity/people.ts';
import { isPrivate } from '../identity/session-cookie.ts';
import { addressOf, type Entrance, NOBODY, on, type SignInParts } from './entrance.ts';

const FLOW_COOKIE = 'torget-sso';

export function singleSignOnRoutes(parts: SignInParts, entrance: Entrance): Router {
  const { people, sessions, signInLimits, sso } = parts;
  const { idTokens, enter, tellTrail } = entrance;
  const router = Router({ caseSensitive: true, strict: true });

  router.get('/session/sso', async (request, response) => {
    const asked = request.query['returnTo'];
    const begun = isPrivate(request)
      ? await sso?.begin(typeof asked === 'string' ? asked : undefined)
      : null;
    if (!begun) return response.redirect(303, '/staff?sso=unavailable');
    response.cookie(flowCookie(request), begun.flow, { ...flowOptions(request), maxAge: 600_000 });
    response.redirect(303, begun.to.href);
  });

  router.get('/session/sso/callback', async (request, response) => {
    const name = flowCookie(request);
    const flow = cookieIn(request, name);
    response.clearCookie(name, flowOptions(request));
    const query = new URL(request.originalUrl, 'http://own.invalid').searchParams;
    // Whoever comes back from nowhere, again and again, fills no trail.
    const attempt = await signInLimits.link(addressOf(request));
    const outcome = sso && attempt.waitSeconds === 0 ? await sso.finish(flow, query) : null;
    if (!outcome) return response.redirect(303, '/staff?sso=unavailable');
    if (!outcome.ok) {
      const known = outcome.identity && accountBySso(people.state, outcome.identity);
      // Whoever has no group any more is not here any more.
      if (known) await sessions.endAllOf(known.id, 'rights-changed');
      await tellTrail(NOBODY, 'session:begin', known ? on(known) : '', outcome.why, outcome.detail);
      return response.redirect(303, `/staff?sso=${outcome.why}`);
    }
    await attempt.right();
    const { identity, idToken, rights, name: herName } = outcome.person;
    const known = accountBySso(people.state, identity);
    const id = known?.id ?? people.newAccountId();
    const free = known?.login ?? freeLogin(outcome.person.login, id);
    const card = { name: herName, login: free, ...rights };
    const set = await people.submit(null, {
      ...{ type: 'KnowBySso', account: id, sso: identity, card, by: 'sso' },
    });
    // As somebody else's hub, or her other window, may have written her down a moment ago.
    const account = accountBySso(people.state, identity);
    if (!set.ok || !account) {
      await tellTrail(NOBODY, 'session:begin', '', set.ok ? 'failed' : set.code);
      return response.redirect(303, '/staff?sso=refused');
    }
    if (!(await enter(request, response, { account, way: 'sso', device: null }))) return;
    idTokens.set(account.id, idToken);
    response.redirect(303, outcome.returnTo);
  });

  return router;

  function freeLogin(wished: string, id: string): string {
    const typed = normalLogin(wished);
    return typed === '' || accountByLogin(people.state, typed) ? `sso-${id}` : typed;
  }
}

/** The way back from the provider comes from another site: Lax lets a navigation have it, and nothing else. */
const flowCookie = ({ secure }: Request): string =>
  secure ? `__Host-${FLOW_COOKIE}` : FLOW_COOKIE;
const flowOptions = ({ secure }: Request): CookieOptions => ({
  ...{ path: '/', httpOnly: true, sameSite: 'lax', secure },
});

function cookieIn(request: Request, name: string): string | undefined {
  for (const one of request.get('Cookie')?.split(';') ?? []) {
    const [key, value] = one.trim().split('=', 2);
    if (key === name) return value;
  }
  return undefined;
}
