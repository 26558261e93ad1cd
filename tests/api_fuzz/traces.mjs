// What a server leaves behind: memory, descriptors, processes, files.
import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';

/** {memory (KiB of all its processes), own (KiB of the server itself), processes, descriptors, files} of the server `pid`. */
export function facts(pid, folders) {
  const rows = execFileSync('ps', ['-eo', 'pid=,ppid=,rss=,stat='], { encoding: 'utf8' }).trim().split('\n').map((line) => line.trim().split(/\s+/));
  const of = new Set([String(pid)]);
  for (let grew = true; grew; ) {
    const before = of.size;
    for (const [id, parent] of rows) if (of.has(parent)) of.add(id);
    grew = of.size > before;
  }
  const ours = rows.filter(([id]) => of.has(id));
  const sum = (list) => list.reduce((all, [, , rss]) => all + Number(rss), 0);
  return {
    memory: sum(ours),
    own: sum(ours.filter(([id]) => id === String(pid))),
    processes: ours.length,
    zombies: ours.filter(([, , , stat]) => stat.startsWith('Z')).length,
    descriptors: readdirSync(`/proc/${pid}/fd`).length,
    files: folders.reduce((all, folder) => all + filesIn(folder), 0),
  };
}

function filesIn(folder) {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true }).filter((one) => one.isFile()).length;
  } catch {
    return 0;
  }
}

/** What has grown that should not have. Memory is only told: what the allocator keeps is no leak. */
export function growth(before, after) {
  const out = [];
  if (after.zombies > 0) out.push(`${after.zombies} dead processes that nobody waited for`);
  if (after.processes > before.processes + 8) out.push(`${before.processes} processes became ${after.processes}`);
  if (after.descriptors > before.descriptors + 40) out.push(`${before.descriptors} descriptors became ${after.descriptors}`);
  if (after.files > before.files + 8) out.push(`${before.files} temporary files became ${after.files}`);
  if (after.own > before.own * 2 + 128 * 1024) out.push(`the server's ${before.own} KiB became ${after.own}`);
  return out;
}

/** Until no document is being worked on, or a minute has passed. */
export async function idle(url) {
  for (const until = Date.now() + 60_000; Date.now() < until; ) {
    const metrics = await fetch(`${url}/metrics`).then((answer) => answer.text()).catch(() => '');
    if (/^docmill_worker_slots_busy 0$/m.test(metrics)) return;
    await new Promise((next) => setTimeout(next, 500));
  }
}
