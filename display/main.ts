import '#shared/ui/tokens.css';
import { HubConnection } from '#shared/ui/hub-connection.ts';
import { DisplayScreen } from './screens/display-screen.ts';

document.body.append(new DisplayScreen(new HubConnection({ view: 'board' })));
