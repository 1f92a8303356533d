import { hostMapUrl } from "../../../datadog/links/links";
import { eventsUrl, hostsUrl } from "../../../datadog/links/explore";
import { arithmetic, number } from "../../../datadog/query/build";
import type { Widget } from "../../dashboards/declaration";
import { lines, upTo } from "../../dashboards/graphs";
import { next, note, type Onward } from "../../dashboards/note";
import { onHost } from "../../dashboards/on-host";

/** What every host sends, in the order in which one looks when something is slow. */
export function hostWidgets(onward: Onward): Widget[] {
  const { env } = onward;
  return [introduction(onward), cpu(env), cpuWaiting(env), load(env), memory(env), disks(env), network(env)];
}

function introduction(onward: Onward): Widget {
  const { app, env } = onward;
  const tag = `env:${env}`;
  return note(
    "**Hosts**: what each has left. Choose one above; a line that ends is a host that is away, or its Agent.",
    "**CPU in use** is all that is not idle. **Waiting** is what was idle for a disk's sake: where it rises, look at the disks, not at the programs. **Load** counts what runs or wants to, for each core: above 1 programs wait for each other.",
    "**Memory usable** is what programs can still get, caches counted as free: near 0 the kernel ends one of them, often the database.",
    "**Disks in use**: at 1 a database stops. A straight line is a log or a table, a step is a dump or a deployment. **Network** is what all of a host's interfaces receive and send.",
    next(onward, "hosts", {
      "the hosts": hostsUrl(app, tag),
      "the host map": hostMapUrl(app, { tags: [tag], fillBy: "system.cpu.user", groupBy: "host" }),
      "what happened": eventsUrl(app, { query: tag }),
    }),
  );
}

/** What the cores are busy with, whatever it is. */
export function cpu(env: string): Widget {
  return upTo(100, "CPU: in use (percent)", arithmetic(number(100), "-", onHost(env, "system.cpu.idle", "avg")));
}

function cpuWaiting(env: string): Widget {
  return upTo(100, "CPU: waiting for disks (percent)", onHost(env, "system.cpu.iowait", "avg"));
}

function load(env: string): Widget {
  return lines("Load of five minutes, for each core", onHost(env, "system.load.norm.5", "avg"));
}

/** What is free or can be freed. */
export function memory(env: string): Widget {
  return upTo(1, "Memory: usable (fraction)", onHost(env, "system.mem.pct_usable", "avg"));
}

function disks(env: string): Widget {
  return upTo(1, "Disks: in use (fraction)", onHost(env, "system.disk.in_use", "max", ["device"]));
}

function network(env: string): Widget {
  return lines(
    "Network: received, and sent (bytes a second)",
    onHost(env, "system.net.bytes_rcvd", "sum"),
    onHost(env, "system.net.bytes_sent", "sum"),
  );
}
