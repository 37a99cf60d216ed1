import '../../../../renderer/bridge/jitless.ts';
import '../../../../renderer/styles/index.css';
import { createRoot } from 'react-dom/client';
import { DispatchMap } from '../../../../renderer/map/DispatchMap.tsx';
import { ReviewMap } from '../../../../renderer/map/ReviewMap.tsx';
import { startClock } from '../../../../renderer/stores/clock.ts';
import { applyAdvice, applyFrame, applyLeases } from '../../../../renderer/stores/presence.ts';
import { appendEntries } from '../../../../renderer/stores/record.ts';
import { selectIncident, sessionStore } from '../../../../renderer/stores/session.ts';
import { Operator } from '../../../../shared/domain/operators.ts';
import { INCIDENT, advice, directory, entries, frameAt, leases, limits, reviewTracks } from './fixture.ts';

const query = new URLSearchParams(location.search);
const scene = query.get('scene') ?? 'breach';
const operator = Operator.parse({ id: 'op1', name: '가상 접수요원', role: 'dispatcher' });

sessionStore.setState({
  ready: true,
  settings: { locale: query.get('lang') === 'en' ? 'en' : 'ko' },
  session: { operator, mode: 'live', expiresAt_ms: Date.now() + 1e7 },
  directory,
});
startClock();

const root = createRoot(document.querySelector('#map') ?? document.body);
if (scene === 'review') {
  const at_ms = (reviewTracks[0]?.points.at(-1)?.at_ms ?? 0) - Number(query.get('back') ?? 60) * 1000;
  const zones = leases[0]?.zones ?? [];
  root.render(<ReviewMap tracks={reviewTracks} zones={zones} limits={limits} at_ms={at_ms} />);
} else {
  appendEntries(entries());
  let tick = 0;
  const send = (): void => {
    if (scene !== 'warning') applyLeases(leases);
    applyFrame(frameAt(tick, scene === 'silent'), Date.now());
    tick += 1;
  };
  send();
  applyAdvice(advice);
  if (scene !== 'city') selectIncident(INCIDENT);
  if (query.get('feed') !== 'stopped') setInterval(send, 1000);
  root.render(<DispatchMap />);
}
