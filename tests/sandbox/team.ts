import * as fs from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { cachedFolder, cacheFolder } from "../../sandbox/cache.js";
import { run } from "../../sandbox/command.js";
import { repositoryRoot } from "../../sandbox/instance.js";
import { documentedIn } from "../unit/docs/documented.js";

/** A team's repository, as the template's README.md says: the template's files, and the packed product. */
export class Team {
  private constructor(
    /** Of its program. */
    readonly folder: string,
    private readonly packages: string,
  ) {}

  static async fresh(): Promise<Team> {
    const [folder, packages] = ["team", "packed"].map((what) =>
      fs.mkdtempSync(path.join(tmpdir(), `lookout-${what}-`)),
    ) as [string, string];
    fs.cpSync(path.join(repositoryRoot, "template"), folder, { recursive: true });
    const team = new Team(folder, packages);
    const project = team.read("Pulumi.yaml").replace("${PROJECT}", "cache-monitoring");
    team.write("Pulumi.yaml", project.replace("${DESCRIPTION}", "What we monitor"));
    await team.install(await packed());
    return team;
  }

  /**
   * A folder beside Lookout's, with its package's file in it, and what docs/extending.md has a team type from there on.
   * It types `npm run package` before.
   */
  static async beside(): Promise<{ readonly folder: string; readonly typed: readonly string[] }> {
    const parent = fs.mkdtempSync(path.join(tmpdir(), "lookout-beside-"));
    const folder = path.join(parent, "monitoring");
    fs.mkdirSync(folder);
    fs.symlinkSync(repositoryRoot, path.join(parent, "lookout"));
    const [, ...documented] = documentedIn("docs/extending.md").filter(
      ({ heading }) => heading === "A repository of your own",
    );
    const file = /\.\/(lookout-\S+\.tgz)/.exec(documented.map(({ command }) => command).join("\n"))?.[1] ?? "";
    const typed = documented.map(({ command }) => command);
    return { folder, typed: [typed[0] ?? "", `cp ${await packed()} ${file}`, ...typed.slice(1)] };
  }

  private async install(file: string): Promise<void> {
    await this.run("npm", "install", "--no-audit", "--no-fund", "--prefer-offline", file);
  }

  /** Installs the same package under another version. */
  async upgrade(version: string): Promise<void> {
    const next = path.join(this.packages, "next.tgz");
    await run("tar", ["-xzf", await packed(), "-C", this.packages]);
    const manifest = path.join(this.packages, "package/package.json");
    const text = fs.readFileSync(manifest, "utf8");
    fs.writeFileSync(manifest, text.replace(/"version": ".*"/, `"version": "${version}"`));
    await run("tar", ["-czf", next, "-C", this.packages, "package"]);
    await this.install(next);
  }

  /** What a person of the team types; returns what it prints. */
  async run(program: string, ...args: string[]): Promise<string> {
    return run(program, args, { directory: this.folder, timeoutSeconds: 600 });
  }

  read(file: string): string {
    return fs.readFileSync(path.join(this.folder, file), "utf8");
  }

  write(file: string, text: string): void {
    fs.writeFileSync(path.join(this.folder, file), text);
  }

  remove(): void {
    for (const folder of [this.folder, this.packages]) fs.rmSync(folder, { recursive: true });
  }
}

/**
 * The product as a package's file: made once of the same files, since two instances' tests would build it into one folder
 * at a time.
 */
export async function packed(): Promise<string> {
  const listed = await run("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], {
    directory: repositoryRoot,
  });
  const files = listed.split("\0").filter((file) => file !== "" && !/^(sandbox|tests)\//.test(file));
  const there = files.map((file) => path.join(repositoryRoot, file)).filter((file) => fs.existsSync(file));
  const recipe = there.flatMap((file) => [file, fs.readFileSync(file)]);
  const folder = await cachedFolder(cacheFolder(), "packed", recipe, async (made) => {
    await run("npm", ["run", "--silent", "package", "--", "--pack-destination", made], {
      directory: repositoryRoot,
      timeoutSeconds: 600,
    });
  });
  const [file = ""] = fs.readdirSync(folder);
  return path.join(folder, file);
}
