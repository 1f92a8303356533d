import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import { cp, mkdir, readFile } from "node:fs/promises";
import * as os from "node:os";
import * as path from "node:path";
import { commandInput, commandText, type Script } from "../../components/host/script";
import { cachedFolder, cacheFolder } from "../../sandbox/cache.js";
import { ensurePrerequisites } from "../../sandbox/cli/prerequisites.js";
import { run } from "../../sandbox/command.js";
import { machineSources } from "../../sandbox/hosts/apt-sources.js";

const PACKAGES = "dnf,zypper,rpm,createrepo-c,gnupg,file,python3,procps,ca-certificates";
const BUILD = path.join(__dirname, "packages.sh");

/** A root directory in which Debian's dnf, zypper and rpm are real, with a signed repository below /srv/rpm. */
export async function ensureRpmRoot(): Promise<string> {
  const say = (line: string): void => {
    console.log(`  ${line}`);
  };
  const cache = cacheFolder();
  await ensurePrerequisites(cache, say);
  const recipe = [await readFile(BUILD), PACKAGES];
  const folder = await cachedFolder(cache, "rpm-root-directory", recipe, async (temporary) => {
    say("making a root directory with dnf and zypper (about a minute, once)");
    const { lines, configuration } = await machineSources("bookworm");
    const options = path.join(temporary, "apt.conf");
    fs.writeFileSync(options, `${configuration.join("\n")}\n`);
    const root = path.join(temporary, "root");
    await run(
      "mmdebstrap",
      [
        "--quiet",
        "--variant=minbase",
        `--include=${PACKAGES}`,
        `--aptopt=${options}`,
        ...["doc", "man", "locale"].map((name) => `--dpkgopt=path-exclude=/usr/share/${name}/*`),
        `--customize-hook=cp "${BUILD}" "$1/root/packages.sh" && chroot "$1" sh /root/packages.sh`,
        "bookworm",
        root,
        "-",
      ],
      { input: `${lines.join("\n")}\n`, timeoutSeconds: 900 },
    );
    await mkdir(path.join(root, "etc/yum.repos.d"), { recursive: true });
    await mkdir(path.join(root, "etc/zypp/repos.d"), { recursive: true });
    await cp("/etc/hosts", path.join(root, "etc/hosts"));
  });
  return path.join(folder, "root");
}

/** What ran, and what it said. */
export interface Ran {
  readonly code: number | null;
  readonly said: string;
}

/** A layer of its own over the root directory: what one host of a family has. */
export class RpmHost {
  private readonly folder = fs.mkdtempSync(path.join(os.tmpdir(), "lookout-rpm-"));

  constructor(
    private readonly root: string,
    family: "dnf" | "zypper",
  ) {
    for (const name of ["upper", "work", "merged"]) fs.mkdirSync(path.join(this.folder, name));
    // A host has the package manager of its family alone.
    const others = { dnf: "zypper", zypper: "dnf dnf-3 yum" }[family];
    this.sh(`cd /usr/bin && rm -f apt-get ${others}`);
  }

  remove(): void {
    fs.rmSync(this.folder, { recursive: true });
  }

  /** As a login's shell runs it, in namespaces of mounts and processes that end with it. */
  run(command: string, input = ""): Ran {
    const inside = `
      mount -t overlay overlay -o "lowerdir=$1,upperdir=$2/upper,workdir=$2/work" "$2/merged"
      mount -t proc proc "$2/merged/proc" && mount --bind /dev "$2/merged/dev" && mount -t tmpfs tmpfs "$2/merged/run" &&
      mkdir -p "$2/merged/run/lock" && exec chroot "$2/merged" /bin/sh -c "$3"`;
    const { status, stdout, stderr } = spawnSync(
      "unshare",
      ["--mount", "--pid", "--fork", "--kill-child", "sh", "-c", inside, "sh", this.root, this.folder, command],
      { input, encoding: "utf8", env: { PATH: "/usr/sbin:/usr/bin:/sbin:/bin", HOME: "/root", LC_ALL: "C.UTF-8" } },
    );
    return { code: status, said: `${stdout}${stderr}`.trim() };
  }

  /** What it printed; a failure is one of the test. */
  sh(command: string): string {
    const { code, said } = this.run(command);
    if (code !== 0) throw new Error(`${command}: ${said}`);
    return said;
  }

  /**
   * As a host's command runs it.
   *
   * @param beside a shell command that goes on in the background until it has ended.
   */
  script(script: Script, beside = ":"): Ran {
    const nothing: Script = { files: [] };
    return this.run(
      `${beside} >/dev/null 2>&1 </dev/null & beside=$!; ${beside === ":" ? "" : "sleep 3; "}(${commandText("web1", "web1-package", "create", script)})
      code=$?; kill "$beside" 2>/dev/null; exit "$code"`,
      commandInput({ create: script, delete: nothing }, {}),
    );
  }
}
