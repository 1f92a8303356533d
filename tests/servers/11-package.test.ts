import * as path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type AgentPackage, packageRemovalScript, packageScript } from "../../components/agent/scripts";
import { commandInput, commandText, type Script } from "../../components/host/script";
import { type AgentRepository, ensureAgentRepository } from "../../sandbox/agent/repository.js";
import { cacheFolder } from "../../sandbox/cache.js";
import { attempt } from "../../sandbox/command.js";
import { containerName, rootDirectoryOf } from "../../sandbox/hosts/container.js";
import { sshArguments } from "../../sandbox/hosts/login.js";
import { findInstance, type Instance, type InstanceHost } from "../../sandbox/instance.js";
import { TestHost } from "../sandbox/host.js";
import { differences, tree } from "../sandbox/tree.js";
import { serve, type Served, serveProxy } from "../serve.js";

const LIST = "/etc/apt/sources.list.d/datadog.list";
const PROXY = "/etc/apt/apt.conf.d/95lookout-datadog";
const MARK = "/var/lib/lookout/agent-package";

describe.each([
  { release: "bookworm", user: "admin", apt: /^apt 2\.6\./ },
  { release: "trixie", user: "root", apt: /^apt 3\.0\./ },
  { release: "unstable", user: "admin", apt: /^apt 3\.([3-9]|\d\d)\./ },
])("Debian $release, logged in to as $user", ({ release, user, apt }) => {
  let instance: Instance;
  let planned: InstanceHost;
  let host: TestHost;
  let repository: AgentRepository;
  let served: Served;

  beforeAll(async () => {
    const found = await findInstance("servers");
    const its = found?.hosts.find(({ name }) => name === release);
    if (found === undefined || its === undefined) throw new Error("the servers' hosts are not up");
    [instance, planned] = [found, its];
    host = await TestHost.fresh(instance, release);
    if (user === "root")
      await host.sh("install -D -m 0600 /home/admin/.ssh/authorized_keys /root/.ssh/authorized_keys");
    const rootDirectory = await rootDirectoryOf(containerName(instance, planned));
    repository = await ensureAgentRepository(cacheFolder(), rootDirectory, () => undefined);
    // The key is beside it.
    served = await serve(path.dirname(repository.folder), instance.gateway);
  });
  afterAll(() => {
    served.stop();
  });

  /** Over SSH, as a host's command is run. */
  async function run(script: Script): Promise<{ code: number; said: string }> {
    const nothing: Script = { files: [] };
    const argv = sshArguments(instance, planned).map((word) => word.replace(/^admin@/, `${user}@`));
    const text = commandText(release, `${release}-package`, "create", script);
    const input = commandInput({ create: script, delete: nothing }, {});
    const { exitCode, stdout, stderr } = await attempt("ssh", [...argv, text], { input, timeoutSeconds: 180 });
    return { code: exitCode, said: exitCode === 0 ? stderr : `${stdout}${stderr}` };
  }

  const packaged = (over: Partial<AgentPackage> = {}): AgentPackage => ({
    version: "1:7.70.1-1",
    repository: { url: `${served.url}/repository/`, keys: [repository.publicKey] },
    packageWaitSeconds: 60,
    ...over,
  });
  const install = (over: Partial<AgentPackage> = {}) => run(packageScript(packaged(over)));
  const installed = () => host.sh("dpkg-query -W -f '${Status} ${Version}' datadog-agent");
  const DONE = { code: 0, said: "" };

  test("the package goes up, is held, goes down only when that is asked for, and leaves nothing", async () => {
    expect(await host.sh("apt-get --version")).toMatch(apt);
    const before = await tree(host);
    expect(await install()).toEqual(DONE);
    expect(await installed()).toBe("hold ok installed 1:7.70.1-1");
    await host.sh("apt-get -qq update && apt-get -qq -y upgrade && apt-get -qq -y dist-upgrade");
    expect(await installed()).toBe("hold ok installed 1:7.70.1-1");

    expect(await install({ version: "1:7.71.0-1" })).toEqual(DONE);
    expect(await installed()).toBe("hold ok installed 1:7.71.0-1");

    const laid = () => host.sh(`cat ${LIST} ${MARK}; stat -c '%n %i %Y' ${LIST} ${MARK} /var/lib/dpkg/status`);
    const higher = await laid();
    const { code, said } = await install();
    expect({ code, said }).toMatchObject({ code: 1 });
    expect(said).toMatch(
      /datadog-agent is at 1:7\.71\.0-1 here, and the stack's 1:7\.70\.1-1 is lower; nothing was changed\. Declare/,
    );
    expect(await laid()).toBe(higher);
    expect(await installed()).toBe("hold ok installed 1:7.71.0-1");
    expect(await install({ allowDowngrade: true })).toEqual(DONE);
    expect(await installed()).toBe("hold ok installed 1:7.70.1-1");

    expect(await run(packageRemovalScript(packaged()))).toEqual(DONE);
    expect(differences(before, await tree(host))).toEqual([]);
  });

  test("the repository and its key are reached by a proxy, by the host's own apt, too, and nothing else is", async () => {
    const proxy = await serveProxy(served, instance.gateway);
    try {
      const before = await tree(host);
      // A name that nobody but the proxy knows.
      const hidden = { url: "http://packages.invalid/repository/", keys: ["http://packages.invalid/key.asc"] };
      expect((await install({ repository: hidden })).said).toMatch(
        /the repository's key can't be fetched from http:\/\/packages\.invalid\/key\.asc; check the URL and the host's way/,
      );
      const proxied = { repository: { ...hidden, proxy: proxy.url } };
      expect(await install(proxied)).toEqual(DONE);
      expect(await installed()).toBe("hold ok installed 1:7.70.1-1");
      expect(await host.sh(`stat -c %U:%G:%a ${PROXY}`)).toBe("root:root:644");

      const index = "http://packages.invalid/repository/dists/stable/InRelease";
      const askedBefore = proxy.asked.length;
      await host.sh(
        "rm -rf /var/lib/apt/lists/packages*; echo 'deb http://elsewhere.invalid/ x y' > /etc/apt/sources.list.d/x.list",
      );
      const said = await host.sh("apt-get update 2>&1 | grep 'elsewhere\\.invalid'");
      expect(said).toMatch(/resolv/i);
      await expect.poll(() => proxy.asked.slice(askedBefore)).toContain(index);
      expect(proxy.asked.filter((url) => !url.startsWith("http://packages.invalid/"))).toEqual([]);
      await host.sh("rm /etc/apt/sources.list.d/x.list");

      expect(await install()).toEqual(DONE);
      await host.sh(`test ! -e ${PROXY}`);
      expect(await install(proxied)).toEqual(DONE);
      expect(await run(packageRemovalScript(packaged(proxied)))).toEqual(DONE);
      expect(differences(before, await tree(host))).toEqual([]);
    } finally {
      proxy.stop();
    }
  });
});
