import { type ChildProcess, spawn } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type AgentPackage, packageRemovalScript, packageScript } from "../../components/agent/scripts";
import { ensureRpmRoot, type Ran, RpmHost } from "./root";

let root: string;
let server: ChildProcess;
let url: string;
let key: string;
let fingerprint: string;

beforeAll(async () => {
  root = await ensureRpmRoot();
  const folder = path.join(root, "srv/rpm");
  key = fs.readFileSync(path.join(folder, "key.asc"), "utf8");
  fingerprint = fs.readFileSync(path.join(folder, "fingerprint"), "utf8").trim();
  // A process of its own: this one waits for what it runs.
  server = spawn("python3", ["-u", "-m", "http.server", "--bind", "127.0.0.1", "--directory", folder, "0"], {
    stdio: ["ignore", "pipe", "ignore"],
  });
  url = await new Promise<string>((resolve) => {
    server.stdout?.once("data", (line: Buffer) => {
      resolve(`http://127.0.0.1:${/port (\d+)/.exec(line.toString())?.[1] ?? ""}`);
    });
  });
});
afterAll(() => {
  server.kill();
});

const MARK = "/var/lib/lookout/agent-package";
/** Everything but what a package manager writes about itself, as it does of any package. */
const TREE =
  "find / -xdev ! -path '/proc/*' ! -path '/dev/*' ! -path '/run/*' ! -path '/tmp/*' ! -path '/var/log/*' " +
  "! -path '/var/cache/*' ! -path '/var/lib/rpm/*' ! -path '/var/lib/dnf/*' ! -path '/var/lib/zypp*' ! -path '/var/lib/YaST2*' ! -path '/etc/*shadow-' ! -path '/root/.gnupg*' | sort";

describe.each([
  {
    family: "dnf" as const,
    file: "/etc/yum.repos.d/datadog.repo",
    upgradeAll: "dnf -y --releasever=9 upgrade",
    other: "/etc/yum.repos.d/other.repo",
    lock: "dnf or rpm",
  },
  {
    family: "zypper" as const,
    file: "/etc/zypp/repos.d/datadog.repo",
    upgradeAll: "zypper --non-interactive update",
    other: "/etc/zypp/repos.d/other.repo",
    lock: "zypper or rpm",
  },
])("a host with $family", ({ family, file, upgradeAll, other, lock }) => {
  let host: RpmHost;
  beforeEach(() => {
    host = new RpmHost(root, family);
  });
  afterEach(() => {
    host.remove();
  });

  const packaged = (over: Partial<AgentPackage> = {}, keys = [key], fingerprints?: string[]): AgentPackage => {
    const repository = { url: `${url}/repository/`, keys, fingerprints };
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
    const fetched = [`${url}/key.asc`];
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

  test("waits for rpm's lock, and says who holds it", () => {
    works(install());
    const lockOf = host.sh("rpm --eval '%{_dbpath}'");
    const holding = `exec python3 -c 'import fcntl, time
f = open("${lockOf}/.rpm.lock", "w"); fcntl.lockf(f, fcntl.LOCK_EX); time.sleep(60)'`;
    const { said } = host.script(packageScript(packaged({ version: "1:7.71.0-1", packageWaitSeconds: 3 })), holding);
    expect(said).toMatch(
      new RegExp(
        `another ${lock} has held its lock for 3 s \\(process \\d+ \\(python3\\)\\); let it end, or wait longer`,
      ),
    );
  });
});
