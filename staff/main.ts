/**
 * The staff console. Which page and which desk stand in the address (?page=book, ?desk=guide-1, and ?office= where a
 * hub has several), so a reload, a second tab or another computer shows the same in the same state.
 */
import './page-policy.ts';
import '#shared/languages/staff-texts.ts';
import { say } from '#shared/languages/texts.ts';
import { StaffShell } from './shell/staff-shell.ts';
import { thisComputer } from './this-computer.ts';
import './web-awesome.ts';

document.documentElement.lang = thisComputer.language;
document.title = say(thisComputer.language, 'staff.title');
document.body.append(new StaffShell());
