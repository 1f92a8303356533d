import { spawn } from "node:child_process";
import { createInterface } from "node:readline";

import { BuildProgress } from "./progress.js";
import { engineVersions } from "./versions.js";

const packages = ["github.com/pulumi/pulumi/pkg/v3/cmd/pulumi", "./pulumi-language-nodejs"];

const environment = {
  ...process.env,
  // The checksum database lacks pkg/v3: what is built is checked against the committed go.sum.
  GONOSUMDB: "github.com/pulumi/*",
  // No C compiler is needed, and the same is built with or without one.
  CGO_ENABLED: "0",
};

/** Builds `pulumi` and `pulumi-language-nodejs` into the folder. */
export async function buildEngine(version: string, folder: string, say: (line: string) => void): Promise<void> {
  const flags = [
    "-mod=readonly",
    "-trimpath",
    "-buildvcs=false",
    `-ldflags=-s -w -X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=${version}`,
  ];
  const progress = new BuildProgress();
  const report = (line: string) => {
    const news = progress.read(line);
    if (news) say(news);
  };
  const stale = await go(["list", "-deps", "-f", "{{if .Stale}}{{.ImportPath}}{{end}}", ...flags, ...packages], report);
  progress.packages = stale.length;
  await go(["build", "-v", "-o", `${folder}/`, ...flags, ...packages], report);
}

/** The Go that would build, for example `go1.26.8`; an error with the remedy where it is missing or too old. */
export async function goRelease(): Promise<string> {
  try {
    // Run inside the module, so that Go compares itself with what go.mod asks for.
    await go(["list", "-m"], () => undefined);
    const [release = ""] = await go(["env", "GOVERSION"], () => undefined);
    return release;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const wanted = await engineVersions();
    throw new Error(
      `the Pulumi engine cannot be built: ${reason}\n` +
        `install Go ${wanted.go} or newer (Debian's own golang package is older), or the official Pulumi CLI ` +
        `${wanted.pulumi} or newer, and start again`,
      { cause: error },
    );
  }
}

/** Runs go in the module's folder and gives the lines of its stdout; those of stderr go to `report` as they come. */
function go(args: string[], report: (line: string) => void): Promise<string[]> {
  return new Promise((resolve, reject) => {
    const child = spawn("go", args, { cwd: import.meta.dirname, env: environment, stdio: ["ignore", "pipe", "pipe"] });
    const output: string[] = [];
    const said: string[] = [];
    createInterface(child.stdout).on("line", (line) => output.push(line));
    createInterface(child.stderr).on("line", (line) => {
      said.push(line);
      report(line);
    });
    child.on("error", (error) => {
      reject("code" in error && error.code === "ENOENT" ? new Error("go is not on PATH") : error);
    });
    child.on("close", (code) => {
      if (code === 0) resolve(output.filter((line) => line !== ""));
      else reject(new Error(`go ${args[0] ?? ""} failed: ${said.slice(-8).join("\n")}`));
    });
  });
}
