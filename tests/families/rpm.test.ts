import * as fs from "node:fs";
import * as path from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import {
  type AgentPackage,
  familyFiles,
  packageRemovalScript,
  packageScript,
  scripts,
} from "../../components/agent/scripts";
import type { Script } from "../../components/host/script";
import { type ExpectedAgent, agentQuestion } from "../../cli/drift/agent";
import { factsOf } from "../../cli/drift/facts";
import { type Served, type ServedProxy, serve, serveProxy } from "../serve";
import { ensureRpmRoot, type Ran, RpmHost } from "./root";

let root: string;
let served: Served;
let key: string;
let fingerprint: string;

beforeAll(async () => {
  root = await ensureRpmRoot();
  const folder = path.join(root, "srv/rpm");
  key = fs.readFileSync(path.join(folder, "key.asc"), "utf8");
  fingerprint = fs.readFileSync(path.join(folder, "fingerprint"), "utf8").trim();
  served = await serve(folder, "127.0.0.1");
});
afterAll(() => {
  served.stop();
});

/** The proxy says it a moment later. */
const asked = ({ asked: urls }: ServedProxy, what: RegExp, from = 0) =>
  expect.poll(() => urls.slice(from).some((one) => what.test(one)), { timeout: 10_000 }).toBe(true);

const MARK = "/var/lib/lookout/agent-package";
const KEYRING = "/etc/pki/rpm-gpg/RPM-GPG-KEY-datadog";
/** Everything but what a package manager writes about itself, as it does of any package. */
const TREE =
  "find / -xdev ! -path '/proc/*' ! -path '/dev/*' ! -path '/run/*' ! -path '/tmp/*' ! -path '/var/log/*' " +
  "! -path '/var/cache/*' ! -path '/var/lib/rpm/*' ! -path '/var/lib/dnf/*' ! -path '/var/lib/zypp*' ! -path '/var/lib/YaST2*' ! -path '/etc/*shadow-' ! -path '/root/.gnupg*' | sort";

describe.each([
  {
    family: "dnf" as const,
    file: "/etc/yum.repos.d/datadog.repo",
    upgradeAll: "dnf -y --releasever=9 upgrade",
    refresh: "dnf -y --releasever=9 makecache",
    unhold: (host: RpmHost) => host.sh("sed -i /^includepkgs=/d /etc/yum.repos.d/datadog.repo"),
    other: "/etc/yum.repos.d/other.repo",
    lock: "dnf or rpm",
    // As another dnf holds it: its id in the file, for as long as it lives.
    holdOwn: "exec sh -c 'mkdir -p /var/cache/dnf; echo $$ > /var/cache/dnf/metadata_lock.pid; exec sleep 60'",
    holder: "sleep",
  },
  {
    family: "zypper" as const,
    file: "/etc/zypp/repos.d/datadog.repo",
    upgradeAll: "zypper --non-interactive update",
    refresh: "zypper --non-interactive refresh",
    unhold: (host: RpmHost) => host.sh("zypper --non-interactive removelock datadog-agent"),
    other: "/etc/zypp/repos.d/other.repo",
    lock: "zypper or rpm",
    holdOwn: "(sleep 60 | zypper --non-interactive shell)",
    holder: "zypper",
  },
])("a host with $family", ({ family, file, upgradeAll, refresh, unhold, other, lock, holdOwn, holder }) => {
  let host: RpmHost;
  beforeEach(() => {
    host = new RpmHost(root, family);
  });
  afterEach(() => {
    host.remove();
  });

  const packaged = (over: Partial<AgentPackage> = {}, keys = [key], fingerprints?: string[]): AgentPackage => {
    const repository = { url: `${served.url}/repository/`, keys, fingerprints };
    return {
      version: "1:7.70.1-1",
      repository: { url: "http://127.0.0.1:1/", keys: [key], yum: repository, zypper: repository },
      packageWaitSeconds: 30,
      ...over,
    };
  };
  const install = (...args: Parameters<typeof packaged>) => host.script(packageScript(packaged(...args)));
  const installed = () => host.sh("rpm -qa 'datadog*' --queryformat '%{NAME} %{EPOCH}:%{VERSION}-%{RELEASE};'");
  const works = ({ code, said }: Ran) => {
    expect({ code, said: code === 0 ? "" : said }).toEqual({ code: 0, said: "" });
  };

  /** What `lookout drift` says of it. */
  const drifted = ({ repository, version } = packaged()) => {
    const kind = family === "dnf" ? "yum" : "zypper";
    const more = { [`${kind}_repository`]: repository[kind]?.url ?? "" };
    const agent: ExpectedAgent = {
      ...{ host: "web1", commands: ["web1-package"], secrets: {}, wheels: {} },
      package: { version, repository: repository.url, keys: [key], more },
    };
    const { script, rows } = agentQuestion(agent);
    const { code, said } = host.script(script);
    const [, printed] = /^lookout ran: (\S+)$/m.exec(said) ?? [];
    expect({ code, said: printed === undefined ? said : "" }).toEqual({ code: 0, said: "" });
    return rows(factsOf(printed ?? "")).map(
      ({ what, verdict, declared, found }) => `${verdict} ${what}: ${declared}, ${found}`,
    );
  };

  test("has the package at its version, which no upgrade of the host changes, and gives it back whole", () => {
    const before = host.sh(TREE);
    const keysBefore = host.sh("rpm -qa gpg-pubkey");
    works(install());
    expect(installed()).toBe("datadog-agent 1:7.70.1-1;");
    expect(host.sh(`cat ${file}`)).toMatch(/^\[datadog\]\nname=Datadog, Inc\.\n[^]*^gpgcheck=1\nrepo_gpgcheck=1$/m);
    expect(host.sh(`stat -c %U:%G:%a ${file} /etc/pki/rpm-gpg/RPM-GPG-KEY-datadog`)).toBe(
      "root:root:644\nroot:root:644",
    );
    works(host.run(upgradeAll));
    expect(installed()).toBe("datadog-agent 1:7.70.1-1;");
    const mark = host.sh(`cat ${MARK}`);
    expect(mark).toContain("version 1:7.70.1-1");
    works(install());
    expect(host.sh(`cat ${MARK}`)).toBe(mark);

    works(host.script(packageRemovalScript(packaged())));
    expect(host.sh(TREE)).toBe(before);
    expect(host.sh("rpm -qa gpg-pubkey")).toBe(keysBefore);
    expect(host.sh("ls -d /var/cache/dnf/datadog* /var/cache/zypp/*/datadog 2>/dev/null || :")).toBe("");
  });

  test("goes up when it is declared, and down only when that is asked for", () => {
    works(install());
    works(install({ version: "1:7.71.0-1" }));
    expect(installed()).toBe("datadog-agent 1:7.71.0-1;");
    const before = host.sh(`cat ${file} ${MARK}`);
    const refused = install();
    expect(refused.code).toBe(1);
    expect(refused.said).toMatch(/web1: datadog-agent is at 1:7\.71\.0-1 here, and the stack's 1:7\.70\.1-1 is lower/);
    expect(host.sh(`cat ${file} ${MARK}`)).toBe(before);
    works(install({ allowDowngrade: true }));
    expect(installed()).toBe("datadog-agent 1:7.70.1-1;");
    works(host.run(upgradeAll));
    expect(installed()).toBe("datadog-agent 1:7.70.1-1;");
  });

  test("has it back where somebody put another version in its place, or took it away", () => {
    works(install());
    host.sh("rpm -U /srv/rpm/repository/datadog-agent-7.71.0-1.noarch.rpm");
    expect(installed()).toBe("datadog-agent 1:7.71.0-1;");
    works(install());
    expect(installed()).toBe("datadog-agent 1:7.70.1-1;");
    host.sh("rpm -e datadog-agent");
    works(install());
    expect(installed()).toBe("datadog-agent 1:7.70.1-1;");
  });

  test("has another flavor in the first one's place, and what people put there stays", () => {
    works(install());
    host.sh("mkdir -p /etc/datadog-agent/conf.d/redisdb.d; echo x > /etc/datadog-agent/conf.d/redisdb.d/conf.yaml");
    works(install({ flavor: "datadog-fips-agent" }));
    expect(installed()).toBe("datadog-fips-agent 1:7.70.1-1;");
    expect(host.sh("cat /etc/datadog-agent/conf.d/redisdb.d/conf.yaml /opt/datadog-agent/version")).toBe(
      "x\ndatadog-fips-agent 7.70.1",
    );
    works(host.script(packageRemovalScript(packaged({ flavor: "datadog-fips-agent" }))));
    expect(installed()).toBe("");
  });

  test("is told the versions that there are", () => {
    expect(install({ version: "1:7.99.0-1" }).said).toMatch(
      /datadog-agent 1:7\.99\.0-1 can't be installed; it offers: 1:7\.70\.1-1 1:7\.71\.0-1 /,
    );
  });

  test("has a mended package where an upgrade was cut short and rpm has two", () => {
    works(install({ version: "1:7.71.0-1" }));
    host.sh("rpm -i --force --nodeps --justdb /srv/rpm/repository/datadog-agent-7.70.1-1.noarch.rpm");
    expect(installed().split(";")).toHaveLength(3);
    works(install({ version: "1:7.71.0-1" }));
    expect(installed()).toBe("datadog-agent 1:7.71.0-1;");
  });

  test("trusts keys by their fingerprints, and no repository that another signs", () => {
    const fetched = [`${served.url}/key.asc`];
    const refused = install({}, fetched, ["A".repeat(40)]);
    expect(refused.code).toBe(1);
    expect(refused.said).toContain(`has the fingerprint ${fingerprint}, which is none of those expected`);
    expect(refused.said).toContain("and none is trusted");
    expect(host.sh("rpm -qa gpg-pubkey")).toBe("");
    works(install({}, fetched, [fingerprint]));

    const other = host.sh(
      "export GNUPGHOME=$(mktemp -d); gpg --batch -q --passphrase '' --quick-generate-key o rsa2048 sign never 2>/dev/null; gpg --armor --export; gpgconf --kill gpg-agent",
    );
    const strange = new RpmHost(root, family);
    const { code, said } = strange.script(packageScript(packaged({}, [other])));
    strange.remove();
    expect(code).toBe(1);
    expect(said).toMatch(/does not answer or is not signed by its keys; check agent\.repository|can't be installed/);
  });

  test("is named another file of the repository before anything is written", () => {
    host.sh(`printf '[datadog]\\nname=x\\nbaseurl=http://127.0.0.1:1/\\n' > ${other}`);
    const { code, said } = install();
    expect(code).toBe(1);
    expect(said).toContain(other);
    expect(host.sh(`ls ${file} ${MARK} 2>/dev/null || :`)).toBe("");
  });

  test("waits for rpm's lock and the package manager's own, and says who holds them", () => {
    works(install());
    const lockOf = host.sh("rpm --eval '%{_dbpath}'");
    const holding = `exec python3 -c 'import fcntl, time
f = open("${lockOf}/.rpm.lock", "w"); fcntl.lockf(f, fcntl.LOCK_EX); time.sleep(60)'`;
    const held = (by: string) =>
      host.script(packageScript(packaged({ version: "1:7.71.0-1", packageWaitSeconds: 3 })), by).said;
    const words = (process: string) =>
      new RegExp(
        `another ${lock} has held its lock for 3 s \\(process \\d+ \\(\\S*${process}\\)\\); let it end, or wait`,
      );
    expect(held(holding)).toMatch(words("python3"));
    expect(held(holdOwn)).toMatch(words(holder));
    works(install({ version: "1:7.71.0-1" }));
    expect(installed()).toBe("datadog-agent 1:7.71.0-1;");
  });

  test("reaches repository and keys by a proxy that nothing else goes by, as the host's own refresh does", async () => {
    const proxy = await serveProxy(served, "127.0.0.1");
    try {
      // No name that anybody else resolves.
      const repository = { url: "http://packages.invalid/repository/", keys: ["http://packages.invalid/key.asc"] };
      const over = { repository: { ...packaged().repository, yum: repository, zypper: repository } };
      const proxied = { repository: { ...over.repository, proxy: proxy.url } };
      expect(install(over).said).toMatch(
        /the repository's key can't be fetched from http:\/\/packages\.invalid\/key\.asc/,
      );
      works(install(proxied));
      expect(installed()).toBe("datadog-agent 1:7.70.1-1;");
      const text = host.sh(`cat ${file}`);
      expect(text).toContain(`\nproxy=${proxy.url}\n`);
      expect(drifted(packaged(proxied))).toEqual([]);
      works(install({ ...proxied, version: "1:7.71.0-1" }));
      await asked(proxy, /^http:\/\/packages\.invalid\/repository\/datadog-agent-7\.71\.0-1\.noarch\.rpm$/);

      host.sh("rm -rf /var/cache/dnf/datadog-* /var/cache/zypp/*/datadog");
      host.sh(`printf '[other]\\nname=x\\nbaseurl=${served.url}/repository/\\ngpgcheck=0\\n' > ${other}`);
      const before = proxy.asked.length;
      works(host.run(refresh));
      await asked(proxy, /repomd\.xml$/, before);
      expect(proxy.asked.filter((one) => !one.startsWith("http://packages.invalid/"))).toEqual([]);
      host.sh(`rm ${other}`);

      works(install({ ...over, repository: packaged().repository, version: "1:7.71.0-1" }));
      expect(host.sh(`cat ${file}`)).not.toContain("proxy");
    } finally {
      proxy.stop();
    }
  });

  test("is held again by a script that is told the version alone, with the rest of the repository as it was", () => {
    works(install());
    const text = host.sh(`cat ${file}`);
    unhold(host);
    // Not a command's whole script: the configuration's goes on with the Agent, which a stand-in of a package has not.
    const again: Script = {
      files: [...scripts("../host/whole"), ...familyFiles(), path.join(__dirname, "hold.sh")],
      variables: { package_wait_seconds: 30, version: "1:7.70.1-1" },
    };
    works(host.script(again));
    expect(host.sh(`cat ${file}`)).toBe(text);
    works(host.run(upgradeAll));
    expect(installed()).toBe("datadog-agent 1:7.70.1-1;");
  });

  describe("asked for drift", () => {
    test("it says nothing of a host as the stack made it, and changes nothing", () => {
      works(install());
      const before = host.sh(TREE);
      expect(drifted()).toEqual([]);
      expect(host.sh(TREE)).toBe(before);
    });

    test.each([
      [
        "another version, without the hold",
        () => {
          unhold(host);
          host.sh("rpm -U /srv/rpm/repository/datadog-agent-7.71.0-1.noarch.rpm");
        },
        ["drift package datadog-agent: 1:7.70.1-1, 1:7.71.0-1", "drift hold of datadog-agent: held, not held"],
      ],
      ["no package", () => host.sh("rpm -e datadog-agent"), ["drift package datadog-agent: 1:7.70.1-1, not installed"]],
      [
        "another repository",
        () => host.sh(`sed -i 's/^enabled=1/enabled=0/' ${file}`),
        [`drift ${file}: as the stack has it, differs`],
      ],
      [
        "no repository and no key",
        () => host.sh(`rm ${file} ${KEYRING}`),
        [`drift ${file}: as the stack has it, missing`, `drift ${KEYRING}: as the stack has it, missing`],
      ],
      ["no mark", () => host.sh(`rm ${MARK}`), [`drift ${MARK}: of the host web1, missing`]],
    ])("it names %s, which the next run puts back", (_, change, rows) => {
      works(install());
      change();
      expect(drifted()).toEqual(expect.arrayContaining(rows));
      if (rows[0]?.includes(MARK) === true) return;
      works(install());
      expect(drifted()).toEqual([]);
    });
  });
});
