import { hostExec, resetHost } from "../../sandbox/hosts/hosts";
import type { Instance } from "../../sandbox/instance";

/** What hosts have counted since they were made anew. */
export interface Counted {
  /** By key, as sshd says. */
  readonly logins: number;
  /** Of the Agent's unit, by systemd; 39f5… is its message "unit started". */
  readonly starts: number;
  /** Of all that ran there, by the kernel's own count. */
  readonly cpuSeconds: number;
}

const COUNT = `
  journalctl --quiet --unit ssh --output cat | grep -c '^Accepted publickey'
  journalctl --quiet MESSAGE_ID=39f53479d3a045ac8e11786248231fbf UNIT=datadog-agent.service --output cat | wc -l
  cat /sys/fs/cgroup/cpuacct/cpuacct.usage 2>/dev/null || sed -n 's/^usage_usec \\(.*\\)/\\1000/p' /sys/fs/cgroup/cpu.stat`;

/** Of all of an instance's hosts together, past SSH. */
export async function counted(instance: Instance): Promise<Counted> {
  const answers = await Promise.all(instance.hosts.map((host) => hostExec(instance, host, ["sh", "-c", COUNT])));
  const lines = answers.map(({ stdout }) => stdout.trim().split("\n").map(Number));
  const sum = (which: number) => lines.reduce((all, line) => all + (line[which] ?? NaN), 0);
  return { logins: sum(0), starts: sum(1), cpuSeconds: sum(2) / 1e9 };
}

/** All of them as they were before anything was done; one after the other, since each boots. */
export async function madeAnew(instance: Instance): Promise<void> {
  for (const host of instance.hosts) await resetHost(instance, host);
}
