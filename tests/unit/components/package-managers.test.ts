import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import {
  type AgentPackage,
  configurationScript,
  firstPackageScript,
  packageScript,
} from "../../../components/agent/scripts";
import type { Script } from "../../../components/host/script";

const AGENT = path.join(__dirname, "../../../components/agent");

let folder: string;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), "lookout-managers-"));
});
afterEach(() => {
  fs.rmSync(folder, { recursive: true });
});

/** What shell prints that runs after these files, as a script's own do. */
function run(files: readonly string[], before: string, after: string): { code: number | null; said: string } {
  const sourced = files.map((file) => `. "${AGENT}/${file}.sh"`).join("; ");
  const program = `set -eu; lookout_host=db1; scratch=$1; agent_package=datadog-agent; version=1:7.70.1-1
    fail() { printf '%s\\n' "db1: $*" >&2; exit 1; }
    ${before}
    ${sourced}
    ${after}`;
  const { status, stdout, stderr } = spawnSync("sh", ["-c", program, "sh", folder], {
    encoding: "utf8",
    env: { PATH: `${folder}:${process.env.PATH ?? ""}` },
  });
  return { code: status, said: `${stdout}${stderr}`.trim() };
}

const FILES = { apt: ["apt"], dnf: ["rpm", "dnf"], zypper: ["rpm", "zypper"] } as const;
/** The functions of a family, whatever host this is. */
const ofFamily = (family: keyof typeof FILES, before: string, after: string) =>
  run(FILES[family], `family=${family}; dnf_of_host() { echo dnf; }; ${before}`, after);

describe("a lock that another package manager holds", () => {
  /** As the program's source has it, and who holds the lock by that. */
  const BUSY = [
    ["apt", "E: Could not get lock /var/lib/dpkg/lock-frontend. It is held by process 1 (apt)", "process 1 (apt)"],
    ["apt", "dpkg: error: dpkg frontend lock was locked by another process with pid 12", "process with pid 12"],
    // dnf/lock.py, and after it dnf/cli/utils.py
    ["dnf", "metadata already locked by 1\n  The application with PID 1 is: yum", "process 1 ("],
    ["dnf", "RPMDB already locked by 1\n  The application with PID 1 is: yum", "process 1 ("],
    ["dnf", "cachedir already locked by 1\n  The application with PID 1 is: yum", "process 1 ("],
    // libdnf/dnf-lock.cpp
    ["dnf", "error: rpmdb[process] already locked by microdnf update", "'lslocks' there names it"],
    // yum/__init__.py and cli.py of yum 3
    ["dnf", "Existing lock /var/run/yum.pid: another copy is running as pid 1.", "process 1 ("],
    ["dnf", "Another app is currently holding the yum lock; exiting as configured by exit_on_lock", "'lslocks' there"],
    // libdnf5/base/transaction.cpp
    ["dnf", "Failed to obtain rpm transaction lock. Another transaction is in progress.", "'lslocks' there names it"],
    // lib/rpmlock.c of rpm
    [
      "dnf",
      "error: can't create transaction lock on /var/lib/rpm/.rpm.lock (Resource temporarily unavailable)",
      "'lslocks' there names it",
    ],
    // zypp/ZYppFactory.cc
    [
      "zypper",
      "System management is locked by the application with pid 1 (/usr/bin/zypper).\nClose this application before trying again.",
      "process 1 (",
    ],
  ] as const;

  test.each(BUSY)("%s says %j", (family, said, holder) => {
    fs.writeFileSync(path.join(folder, "said"), `Loading\n${said}\n`);
    const found = ofFamily(family, "", 'family_busy "$scratch/said" && family_lock_holder "$scratch/said"');
    expect(found.code, found.said).toBe(0);
    expect(found.said).toContain(holder);
  });

  test.each([
    ["dnf", "Malformed lock file found: /var/cache/dnf/metadata_lock.pid.\nEnsure no other dnf/yum process is running"],
    ["dnf", "can't create transaction lock on /var/lib/rpm/.rpm.lock (Permission denied)"],
    ["dnf", "Could not resolve host: lock.example.com"],
    ["zypper", "datadog-agent is locked by the user, not removing."],
    ["zypper", "Problem: the package is locked and can't be installed"],
  ] as const)("is not what %s means by %j", (family, said) => {
    fs.writeFileSync(path.join(folder, "said"), `${said}\n`);
    expect(ofFamily(family, "", 'family_busy "$scratch/said" || echo no')).toEqual({ code: 0, said: "no" });
  });
});

describe("a proxy for the repository", () => {
  const PROXY = "repository_proxy=http://proxy.example.com:3128;";

  test("is apt's for the repository's host alone", () => {
    const lay = 'family=apt; lay() { cat "$1"; }; dnf_of_host() { :; };';
    const laid = (url: string, proxy = PROXY) => run(["apt", "apt-proxy"], `${lay} repository=${url}; ${proxy}`, ":");
    expect(laid("https://apt.datadoghq.com/").said.split("\n")).toEqual([
      'Acquire::http::Proxy::apt.datadoghq.com "http://proxy.example.com:3128";',
      'Acquire::https::Proxy::apt.datadoghq.com "http://proxy.example.com:3128";',
    ]);
    expect(laid("http://mirror.example.com:8080/a/b/").said).toContain("::Proxy::mirror.example.com ");
  });

  test.each([
    ["dnf", "yum_repository"],
    ["zypper", "zypper_repository"],
  ] as const)("is a line of %s's own file of the repository", (family, url) => {
    const its = (proxy: string) => ofFamily(family, `${url}=https://y.example/; ${proxy}`, `${family}_repository`).said;
    expect(its(PROXY).split("\n")).toContain("proxy=http://proxy.example.com:3128");
    expect(its("repository_proxy=;")).not.toContain("proxy");
    expect(its(PROXY).replace("proxy=http://proxy.example.com:3128\n", "")).toBe(its("repository_proxy=;"));
  });
});

test("a machine's first boot has the file of apt's proxy where there is one, and a host always, to take it away", () => {
  const names = ({ files }: Script) => files.map((file) => path.basename(file));
  const agent = (proxy?: string): AgentPackage => {
    const repository = { url: "https://apt.example.com/", keys: ["https://apt.example.com/key"], proxy };
    return { version: "1:7.70.1-1", repository, packageWaitSeconds: 1 };
  };
  const PROXY = "http://proxy.example.com:3128";
  expect(names(firstPackageScript(agent(), ["apt"]))).not.toContain("apt-proxy.sh");
  expect(names(firstPackageScript(agent(PROXY), ["dnf"]))).not.toContain("apt-proxy.sh");
  expect(names(firstPackageScript(agent(PROXY), ["apt"]))).toContain("apt-proxy.sh");
  expect(firstPackageScript(agent(PROXY), ["dnf"]).variables).toMatchObject({ repository_proxy: PROXY });
  expect(names(packageScript(agent()))).toContain("apt-proxy.sh");
  expect(packageScript(agent()).variables).toMatchObject({ repository_proxy: "" });
});

describe("the IoT Agent's own proof", () => {
  const AGENT_SAYS = `case $1 in
    version) echo 'IoT Agent 7.70.1 - Commit: 0123456 - Serialization version: v5.0.143 - Go version: go1.24.6' ;;
    hostname) printf '%s\\n' 'a warning' web1.example.com ;;
  esac`;
  function program(name: string, text: string): void {
    fs.writeFileSync(path.join(folder, name), `#!/bin/sh\n${text}\n`, { mode: 0o755 });
  }
  const proof = () => run(["own-proof"], "", '"$prover" "$scratch/bodies/verify.py" --host=web1');

  test("is no Python that wheels of before, which went with the Agent's own, could be asked of", () => {
    program("systemctl", "exit 0");
    program("datadog-agent", AGENT_SAYS);
    expect(run(["wheels", "own-proof"], "", "wheel_version shop")).toEqual({ code: 0, said: "" });
  });

  test("has none of the other proof beside it", () => {
    const bodies = (flavor?: string) => {
      const agent = { version: "1:7.70.1-1", flavor, repository: { url: "", keys: [] }, packageWaitSeconds: 1 };
      const settings = { apiKey: "", site: "", env: "", tags: [], logLevel: "", extra: {}, integrations: [] };
      return Object.keys(configurationScript({ ...agent, ...settings }, { "datadog.yaml": "" }, []).bodies ?? {});
    };
    expect(bodies()).toContain("verify.py");
    expect(bodies("datadog-iot-agent")).toEqual(["files/datadog.yaml"]);
  });

  test("is its version and its host name, where it runs", () => {
    program("systemctl", "exit 0");
    program("datadog-agent", AGENT_SAYS);
    const { code, said } = proof();
    expect({ code, said: JSON.parse(said) as unknown }).toEqual({
      ...{ code: 0, said: { version: "7.70.1", hostname: "web1.example.com", checks: {} } },
    });
  });

  test.each([
    ["does not run", "exit 3", AGENT_SAYS, /^db1: the Agent does not run; read 'journalctl -u datadog-agent' there$/],
    [
      "says nothing of itself",
      "exit 0",
      "exit 1",
      /^db1: the Agent says neither its version nor its host name; read 'journalctl -u datadog-agent' there$/,
    ],
  ])("fails where it %s", (_, systemctl, agent, words) => {
    program("systemctl", systemctl);
    program("datadog-agent", agent);
    const { code, said } = proof();
    expect(code).toBe(1);
    expect(said).toMatch(words);
  });
});
