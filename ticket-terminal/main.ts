/** The touch screen inside the door. Its address may say how patient it is: /terminal?idle=90 (seconds). */
import '#shared/ui/tokens.css';
import './page.css';
import '#shared/languages/all-languages.ts';
import { HubConnection } from '#shared/ui/hub-connection.ts';
import { keepOnPage } from './keep-on-page.ts';
import { patienceOf } from './patience.ts';
import { TerminalScreen } from './screens/terminal-screen.ts';

const hub = new HubConnection({ view: 'terminal' });
keepOnPage(document);
document.body.append(new TerminalScreen(hub, patienceOf(location.search)));
