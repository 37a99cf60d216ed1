import './bridge/jitless.ts'; // first: see its comment
import './bridge/trustedTypes.ts';
import './styles/index.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/App.tsx';
import { loadWholeFonts } from './app/wholeFonts.ts';
import { startI18n } from './app/i18n/index.ts';
import { getBridge } from './bridge/index.ts';
import { listenForKeys } from './lib/keys.ts';
import { createArrivals, framesOf } from './stores/arrivals.ts';
import { tellOfTouches } from './stores/touches.ts';
import { startClock } from './stores/clock.ts';
import { connectStores } from './stores/wire.ts';

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root');

startI18n();
const arrivals = createArrivals(framesOf(window));
startClock(arrivals.add);
listenForKeys();
connectStores(getBridge(), window, arrivals);
tellOfTouches(getBridge().api, window);
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
void loadWholeFonts(document.fonts);
