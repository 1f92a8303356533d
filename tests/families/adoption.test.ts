import * as fs from "node:fs";
import * as path from "node:path";
import { afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import {
  configurationRemovalScript,
  configurationScript,
  type InstalledAgent,
  packageRemovalScript,
  packageScript,
} from "../../components/agent/scripts";
import { ensureRpmRoot, type Ran, RpmHost } from "./root";

let root: string;
let key: string;
beforeAll(async () => {
  root = await ensureRpmRoot();
  key = fs.readFileSync(path.join(root, "srv/rpm/key.asc"), "utf8");
});

const ADOPTED = "/var/lib/lookout/agent-adopted";
const FILES = "cd /etc/datadog-agent && find . -type f -exec sha256sum {} + | sort -k 2";

describe.each(["dnf", "zypper"] as const)("an Agent that a host with %s has already", (family) => {
  let host: RpmHost;
  beforeEach(() => {
    host = new RpmHost(root, family);
    // In place of systemd, and of the Agent's Python, which proves it.
    host.sh(
      `printf '#!/bin/sh\\nexit 0\\n' > /usr/bin/systemctl && rpm -i --nosignature /srv/rpm/repository/datadog-agent-7.70.1-1.noarch.rpm 2>/dev/null
      mkdir -p /opt/datadog-agent/embedded/bin && printf '#!/bin/sh\\necho {}\\n' > /opt/datadog-agent/embedded/bin/python3
      chmod 0755 /usr/bin/systemctl /opt/datadog-agent/embedded/bin/python3
      cd /etc/datadog-agent && mkdir -p conf.d/disk.d && echo 'api_key: theirs' > datadog.yaml && echo theirs > conf.d/disk.d/conf.yaml`,
    );
  });
  afterEach(() => {
    host.remove();
  });

  const agent = (over: Partial<InstalledAgent> = {}): InstalledAgent => {
    // Nobody is there: what is installed already is not asked for.
    const repository = { url: "http://127.0.0.1:1/", keys: [key] };
    return {
      ...{ version: "1:7.70.1-1", repository: { ...repository, yum: repository, zypper: repository }, adopt: true },
      ...{ packageWaitSeconds: 5, integrations: [], hostname: "web1", env: "dev", tags: [] },
      ...over,
    } as InstalledAgent;
  };
  const works = ({ code, said }: Ran) => {
    expect(code, said).toBe(0);
    return said;
  };
  const up = (files: Record<string, string>, over: Partial<InstalledAgent> = {}) => {
    works(host.script(packageScript(agent(over))));
    works(host.script(configurationScript(agent(over), files, [])));
  };
  const destroy = (over: Partial<InstalledAgent> = {}) => {
    works(host.script(configurationRemovalScript()));
    works(host.script(packageRemovalScript(agent(over))));
  };
  const OURS = {
    "datadog.yaml": "api_key: ours\n",
    "conf.d/disk.d/conf.yaml": "ours\n",
    "conf.d/cpu.d/conf.yaml": "x\n",
  };

  test("is taken over where it is, and given back with its files and sources", () => {
    host.sh("mkdir -p /etc/yum.repos.d && echo '[datadog]' > /etc/yum.repos.d/datadog.repo");
    const before = host.sh(FILES);
    const sources = "cat /etc/yum.repos.d/*.repo; ls -A /etc/zypp/repos.d; rpm -qa gpg-pubkey 'datadog*'";
    const had = host.sh(sources);
    up(OURS);
    expect(host.sh("cat /etc/datadog-agent/conf.d/disk.d/conf.yaml")).toBe("ours");
    destroy();
    expect(host.sh(FILES)).toBe(before);
    expect(host.sh(sources)).toBe(had);
    expect(host.sh("ls -A /var/lib/lookout 2>/dev/null || :")).toBe("");
  });

  test("has a file again that the stack replaced and then dropped, and nothing is lost at destroy", () => {
    const before = host.sh(FILES);
    up(OURS);
    up({ "datadog.yaml": "api_key: ours\n" });
    expect(host.sh("cat /etc/datadog-agent/conf.d/disk.d/conf.yaml; ls /etc/datadog-agent/conf.d")).toBe(
      "theirs\ndisk.d",
    );
    destroy();
    expect(host.sh(FILES)).toBe(before);
  });

  test("is no other flavor's to replace, whether adopt is still said or not", () => {
    up(OURS);
    const before = host.sh(`rpm -qa 'datadog*'; ${FILES}`);
    for (const adopt of [true, false]) {
      const { code, said } = host.script(packageScript(agent({ flavor: "datadog-fips-agent", adopt })));
      expect(code).toBe(1);
      expect(said).toMatch(/web1: .*datadog-agent.* (was taken over here|can't be taken over as datadog-fips-agent)/);
      expect(host.sh(`rpm -qa 'datadog*'; ${FILES}`)).toBe(before);
    }
  });

  test("is left as it is where another file has the repository, and the advice is not what was done already", () => {
    const folder = { dnf: "/etc/yum.repos.d", zypper: "/etc/zypp/repos.d" }[family];
    host.sh(
      `mkdir -p ${folder} && printf '[datadog]\\nname=x\\nbaseurl=http://127.0.0.1:1/\\n' > ${folder}/other.repo`,
    );
    const { code, said } = host.script(packageScript(agent()));
    expect(code).toBe(1);
    expect(said).toContain(`${folder}/other.repo`);
    expect(said).not.toContain("agent.adopt: true");
    expect(host.sh(`ls -d ${ADOPTED} /var/lib/lookout/agent-package 2>/dev/null || :`)).toBe("");
  });

  test("of the stack stays where another flavor can't be had", () => {
    host.sh("rm -rf /etc/datadog-agent/conf.d /etc/datadog-agent/datadog.yaml && rpm -e datadog-agent");
    host.sh("mkdir -p /var/lib/lookout && printf 'host web1\\nend\\n' > /var/lib/lookout/agent-package");
    host.sh("rpm -i --nosignature /srv/rpm/repository/datadog-agent-7.70.1-1.noarch.rpm 2>/dev/null");
    works(host.script(packageScript(agent({ adopt: false }))));
    const { code, said } = host.script(packageScript(agent({ adopt: false, flavor: "datadog-fips-agent" })));
    expect(code).toBe(1);
    expect(said).toMatch(/does not answer or is not signed by its keys|can't be installed, and the other flavor stays/);
    expect(host.sh("rpm -qa 'datadog*'")).toContain("datadog-agent-7.70.1-1");
  });
});
