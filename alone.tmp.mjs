import { createVitest } from '/root/scratch/h4/node_modules/vitest/dist/node.js';
process.env.NODE_ENV='test'; process.env.VITEST='1';
const ctx = await createVitest('test', { config: 'vitest.mutants.config.ts', watch: false, bail: 0, onConsoleLog: () => false, reporters: [{}] });
const collect = (s) => s.tasks.flatMap((t) => t.type === 'suite' ? collect(t) : [t]);
const full = (t) => { const p=[t.name]; let c=t.suite; while(c){p.unshift(c.name); c=c.suite;} return p.join(' ').trim(); };
ctx.provide('mutantActivation','runtime');
const t0=Date.now(); let n=0;
await ctx.start();
const all = ctx.state.getFiles().flatMap(collect).map(t => ({file:t.file.filepath,name:full(t),state:t.result?.state}));
console.log(all.length,'tests', (Date.now()-t0)/1000,'s; failed:', all.filter(t=>t.state!=='pass'));
for (const t of all) {
  ctx.state.filesMap.clear();
  const re = new RegExp(t.name.replace(/[.*+\-?^${}()|[\]\\]/g,'\\$&'));
  ctx.projects.forEach(p => p.config.testNamePattern = re);
  const s=Date.now();
  await ctx.start([t.file]); if (++n%20===0) console.log(n);
  const ran = ctx.state.getFiles().flatMap(collect).filter(x=>x.result);
  const bad = ran.filter(x=>x.result.state==='fail');
  if (bad.length || !ran.some(x=>x.result.state==='pass')) console.log('ALONE FAILS', t.file.replace(process.cwd(),''), '|', t.name, '|', bad.map(b=>b.result.errors?.[0]?.message?.slice(0,200)), ran.length);
}
console.log('done', (Date.now()-t0)/1000);
await ctx.close();
process.exit(0);
