import { TestHub } from '#test/support/hub.ts';
import { Displays } from './child.ts';
const hub = await TestHub.start();
const w = new Displays();
for (let i=0;i<1;i++){ const t=performance.now(); await w.connect(hub.port, 1000); console.log(i, performance.now()-t);}
await w.end(); await hub.stop(); console.log(hub.errors); await hub.end();
