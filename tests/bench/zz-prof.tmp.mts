import { startWorld } from './support/world.ts';
import { writeFileSync } from 'node:fs';
const world = await startWorld(1);
try {
  const device = await world.worker();
  await device.call('sync');
  const cdp = await device.page.context().newCDPSession(device.page);
  const push = async () => {
    await device.call('line', false);
    await device.call('record', world.deeds(1000));
    await device.call('line', true);
    return device.call('sync');
  };
  console.log('warm', await push());
  await device.call('line', false);
  await device.call('record', world.deeds(1000));
  await device.call('line', true);
  await device.page.evaluate(() => { performance.clearResourceTimings(); });
  await cdp.send('Profiler.enable'); await cdp.send('Profiler.setSamplingInterval', { interval: 500 }); await cdp.send('Profiler.start');
  console.log('push', await device.call('sync'));
  const { profile } = await cdp.send('Profiler.stop');
  writeFileSync('/tmp/engprof/p.cpuprofile', JSON.stringify(profile));
  const self = new Map<string, number>(); const dt = profile.timeDeltas!;
  const byId = new Map(profile.nodes.map((n) => [n.id, n]));
  profile.samples!.forEach((id, i) => { const n = byId.get(id)!; const k = `${n.callFrame.functionName || '(anon)'} :${n.callFrame.lineNumber}:${n.callFrame.columnNumber}`; self.set(k, (self.get(k) ?? 0) + (dt[i] ?? 0)); });
  console.log([...self].sort((a, b) => b[1] - a[1]).slice(0, 25).map(([k, v]) => `${(v / 1000).toFixed(0)} ms ${k}`).join('\n'));
  console.log(await device.page.evaluate(() => performance.getEntriesByType('resource').filter((e) => e.name.includes('/api/')).map((e) => `${e.name.slice(-14)} start ${e.startTime.toFixed(0)} dur ${e.duration.toFixed(0)}`)));
} finally { await world.stop(); }
