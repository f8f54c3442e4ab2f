/**
 * What this computer remembers for whoever sits at it. The office's key is kept only as long as the tab:
 * it opens every desk, and a shared computer must forget it. So is the desk where somebody sits.
 */
import type { DeskId, Language, OfficeId } from '#shared/vocabulary.ts';
import { type Keys, keysFrom } from './desk-keys.ts';

const LANGUAGE = 'torget.staff.language';
const KEYS = 'torget.staff.keys';
const CHOSEN_KEYS = 'torget.staff.chosen-keys';
const OFFICE_KEY = 'torget.staff.office-key';
const LAST_DESK = 'torget.staff.last-desk';

type LastDesk = { who: string; office: OfficeId; desk: DeskId };

/** The languages the console itself is written in. */
export type ConsoleLanguage = Extract<Language, 'sv' | 'en'>;

export const thisComputer = {
  get language(): ConsoleLanguage {
    return localStorage.getItem(LANGUAGE) === 'en' ? 'en' : 'sv';
  },
  set language(language: ConsoleLanguage) {
    localStorage.setItem(LANGUAGE, language);
  },

  /** Whether function keys do anything (WCAG 2.1.4: they can be turned off). */
  get keysOn(): boolean {
    return localStorage.getItem(KEYS) !== 'off';
  },
  set keysOn(on: boolean) {
    localStorage.setItem(KEYS, on ? 'on' : 'off');
  },

  /** Which key stands for what. */
  get keys(): Keys {
    try {
      return keysFrom(JSON.parse(localStorage.getItem(CHOSEN_KEYS) ?? 'null'));
    } catch {
      return keysFrom(null); // not of our writing: as if nothing had been chosen
    }
  },
  set keys(keys: Keys) {
    localStorage.setItem(CHOSEN_KEYS, JSON.stringify(keys));
  },

  /** The API_TOKEN, as typed. */
  get officeKey(): string | null {
    return sessionStorage.getItem(OFFICE_KEY);
  },
  set officeKey(key: string) {
    sessionStorage.setItem(OFFICE_KEY, key);
  },

  /** Where somebody sat last, and who. */
  get lastDesk(): LastDesk | null {
    try {
      return JSON.parse(sessionStorage.getItem(LAST_DESK) ?? 'null');
    } catch {
      return null;
    }
  },
  set lastDesk(desk: LastDesk) {
    sessionStorage.setItem(LAST_DESK, JSON.stringify(desk));
  },
};
