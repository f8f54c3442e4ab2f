/** Rule F6–F14 together: three calendars as programs in use write them, over both changes of clock. */
import { expect, it } from 'vitest';
import { calendarFile, days, read, told } from './calendar-text.ts';

const SPRING = days('2027-03-15', '2027-04-15');
const AUTUMN = days('2027-10-24', '2027-12-01');
const wall = (name: string, span = SPRING) => told(read(calendarFile(name), span).items);

it('[F13] Google: a Sunday café with one Sunday off and one moved', () => {
  expect(wall('google')).toEqual([
    'Påskmarknad 2027-03-26–2027-03-29',
    'Söndagscafé 2027-03-28 14:00–16:30',
    'Söndagscafé med sång 2027-04-04 16:00–18:00',
    'Söndagscafé 2027-04-11 14:00–16:30',
  ]);
  expect(wall('google', AUTUMN).slice(0, 4)).toEqual([
    'Söndagscafé 2027-10-24 14:00–16:30',
    'Nattvandring 2027-10-31 00:00–03:00',
    'Söndagscafé 2027-10-31 14:00–16:30',
    'Söndagscafé 2027-11-07 14:00–16:30',
  ]);
  const { name, items, dropped } = read(calendarFile('google'), SPRING);
  expect(name).toBe('Folkets Hus Rågsved');
  expect(items[1]).toMatchObject({
    text: 'Kaffe, bulle och <b>spel</b>. Alla är välkomna! Gratis inträde.',
    place: 'Folkets Hus, Rågsvedstorget 11',
  });
  expect(dropped).toEqual([{ uid: 'styrelse@google.com', title: null, why: 'private' }]);
});

it('[F14] Outlook: zones of its own names, a day told as two instants, one afternoon called off', () => {
  expect(wall('outlook')).toEqual([
    'Läxhjälp 2027-03-16 16:00–18:00',
    'Sommartid: kom ihåg klockan 2027-03-28',
    'Läxhjälp 2027-03-30 16:00–18:00',
    'Canceled: Läxhjälp 2027-04-06 16:00–18:00 (inställt)',
    'Läxhjälp 2027-04-13 16:00–18:00',
  ]);
  expect(wall('outlook', AUTUMN)).toEqual([
    'Bokbytardag 2027-10-31 11:00–15:00',
    'Bokbytardag 2027-11-28 11:00–15:00',
  ]);
});

it('[F5] a municipality: lines that are broken off, ends that are not, a zone that is none', () => {
  expect(wall('municipality')).toEqual([
    'Promenad 2027-03-28',
    'Öppen förskola &amp; sång 2027-03-28 10:00–12:00',
  ]);
  expect(wall('municipality', AUTUMN)).toEqual([
    'Utställning: Rågsved 60 år 2027-10-25–2027-11-06',
    'Fika utan sluttid 2027-10-31 13:30–13:30',
  ]);
  const { dropped } = read(calendarFile('municipality'), SPRING);
  expect(dropped.map(({ uid, why }) => [uid, why])).toEqual([
    ['evenemang-1020', 'unknown-time-zone'],
    ['evenemang-1021', 'ends-before-it-starts'],
  ]);
});
