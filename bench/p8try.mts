import { invoiceRun } from "/work/main/bench/p8-run";

const t = performance.now();
const s = await invoiceRun();
console.log("prepared", (performance.now() - t) / 1000);
const c = process.cpuUsage();
console.log(await s.ours(), s.details?.());
const d = process.cpuUsage(c);
console.log("cpu", (d.user + d.system) / 1e6);
s.clean();
