/**
 * The staff console. Which desk it is stands in the address (?desk=guide-1, and ?office= where a hub has
 * several), so a reload, a second tab or another computer shows the same desk in the same state.
 */
import '#shared/languages/staff-texts.ts';
import { say } from '#shared/languages/texts.ts';
import { HubConnection } from '#shared/ui/hub-connection.ts';
import type { DeskId, OfficeId } from '#shared/vocabulary.ts';
import { DeskChoiceScreen } from './screens/desk-choice-screen.ts';
import { DeskScreen } from './screens/desk-screen.ts';
import { thisComputer } from './this-computer.ts';
import './web-awesome.ts';

const asked = new URLSearchParams(location.search);
const desk = asked.get('desk') as DeskId | null;
const office = asked.get('office') as OfficeId | null;
const token = thisComputer.officeKey;

document.documentElement.lang = thisComputer.language;
document.title = say(thisComputer.language, 'staff.title');
document.body.append(
  desk === null
    ? new DeskChoiceScreen()
    : new DeskScreen(
        new HubConnection({
          view: 'desk',
          desk,
          ...(office === null ? {} : { office }),
          ...(token === null ? {} : { token }),
        }),
      ),
);
