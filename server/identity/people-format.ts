/** How the facts of accounts and tokens are written down. */
import { z } from 'zod';
import { type AccountId, ROLES, SCOPES, type TokenId } from '#shared/identity.ts';
import type { AgencyId, OfficeId } from '#shared/vocabulary.ts';
import { EventFormat } from '../event-log/event-format.ts';
import type { PeopleEvent } from './people.ts';

const at = z.number();
const by = z.string();
const account = z.string().transform((text) => text as AccountId);
const token = z.string().transform((text) => text as TokenId);
const offices = z.union([
  z.literal('all'),
  z.array(z.string().transform((text) => text as OfficeId)),
]);
const card = z.strictObject({
  name: z.string(),
  login: z.string(),
  role: z.enum(ROLES),
  offices,
  agency: z
    .string()
    .transform((text) => text as AgencyId)
    .nullable(),
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
