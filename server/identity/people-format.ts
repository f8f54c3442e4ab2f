/** How the facts of accounts and tokens are written down. */
import { z } from 'zod';
import { type AccountId, ROLES, SCOPES, type TokenId } from '#shared/identity.ts';
import type { AgencyId, OfficeId } from '#shared/vocabulary.ts';
import { named } from '#shared/wire-words.ts';
import { EventFormat } from '../event-log/event-format.ts';
import type { PeopleEvent } from './people.ts';

const at = z.number();
const by = z.string();
const account = named<AccountId>(z.string());
const token = named<TokenId>(z.string());
const offices = z.union([z.literal('all'), z.array(named<OfficeId>(z.string()))]);
const card = z.strictObject({
  name: z.string(),
  login: z.string(),
  role: z.enum(ROLES),
  offices,
  agency: named<AgencyId>(z.string()).nullable(),
});
const sso = z.strictObject({ issuer: z.string(), subject: z.string() }).nullable();

export const peopleFormat = new EventFormat<PeopleEvent>({
  kind: 'people',
  types: {
    AccountAdded: true,
    AccountSet: true,
    AccountInvited: true,
    PassphraseSet: true,
    PinSet: true,
    AccountRemoved: true,
    TokenAdded: true,
    TokenRevoked: true,
  },
  schema: z.discriminatedUnion('type', [
    z.strictObject({ type: z.literal('AccountAdded'), account, card, sso, by, at }),
    z.strictObject({ type: z.literal('AccountSet'), account, card, by, at }),
    z.strictObject({
      type: z.literal('AccountInvited'),
      account,
      hash: z.string(),
      until: z.number(),
      by,
      at,
    }),
    z.strictObject({ type: z.literal('PassphraseSet'), account, passphrase: z.string(), by, at }),
    z.strictObject({ type: z.literal('PinSet'), account, pin: z.string().nullable(), by, at }),
    z.strictObject({ type: z.literal('AccountRemoved'), account, by, at }),
    z.strictObject({
      type: z.literal('TokenAdded'),
      token: z.strictObject({
        id: token,
        name: z.string(),
        scopes: z.array(z.enum(SCOPES)),
        offices,
        hash: z.string(),
        expiresAt: z.number().nullable(),
      }),
      by,
      at,
    }),
    z.strictObject({ type: z.literal('TokenRevoked'), token, by, at }),
  ]),
});
