import { spawn } from "node:child_process";
import { once } from "node:events";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { stringify } from "yaml";
import { cachedFolder, cacheFolder } from "../../sandbox/cache";
import { run } from "../../sandbox/command";
import { type Taken, watched } from "../processes";
import { DAY, type Load, THRESHOLD } from "./load";

const MODULE = "github.com/prometheus/prometheus";
const VERSION = "v0.313.5";

/** Rules are tested without what finds targets, which is most of its modules. */
const BUILD = ["build", "-trimpath", "-buildvcs=false", "-tags", "remove_all_sd"];

/**
 * Prometheus's promtool, built from its Go module, once; its go.mod replaces modules, so that `go install` refuses it.
 *
 * @throws Error where Go or the module can't be had.
 */
export async function promtool(): Promise<string> {
  const folder = await cachedFolder(cacheFolder(), "promtool", [MODULE, VERSION, ...BUILD], async (made) => {
    const source = fs.mkdtempSync(path.join(os.tmpdir(), "lookout-promtool-"));
    const go = (...args: string[]) =>
      run("go", args, { directory: source, timeoutSeconds: 1800, environment: { CGO_ENABLED: "0", GOFLAGS: "" } });
    try {
      await go("mod", "init", "lookout/promtool");
      await go("get", `${MODULE}/cmd/promtool@${VERSION}`);
      await go(...BUILD, "-o", path.join(made, "promtool"), `${MODULE}/cmd/promtool`);
    } finally {
      fs.rmSync(source, { recursive: true });
    }
  });
  return path.join(folder, "promtool");
}

/** What `promtool test rules` takes of the same series, with a rule for each monitor, evaluated each minute. */
export async function testedRules(program: string, load: Load): Promise<Taken & { readonly seconds: number }> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "lookout-bench-"));
  try {
    fs.writeFileSync(path.join(folder, "rules.yml"), stringify(rulesOf(load)));
    fs.writeFileSync(path.join(folder, "test.yml"), stringify(testOf(load)));
    const start = performance.now();
    const child = spawn(program, ["test", "rules", "test.yml"], { cwd: folder, stdio: ["ignore", "pipe", "inherit"] });
    const taken = watched(child.pid ?? 0, () => "promtool" as const);
    const said: string[] = [];
    child.stdout.setEncoding("utf8").on("data", (text: string) => said.push(text));
    const [exitCode] = (await once(child, "close")) as [number | null];
    const seconds = (performance.now() - start) / 1000;
    if (exitCode !== 0) throw new Error(`promtool test rules failed (${exitCode}):\n${said.join("")}`);
    return { seconds, ...(taken().get("promtool") ?? { cpuSeconds: 0, peakBytes: 0 }) };
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}

function rulesOf({ monitors }: Load): object {
  const rules = Array.from({ length: monitors }, (_, index) => ({
    alert: `high_${index}`,
    expr: `avg by (host) (avg_over_time(my_metric_${index}{env="dev"}[5m])) > ${THRESHOLD}`,
  }));
  return { groups: [{ name: "bench", rules }] };
}

function testOf({ monitors, groups, days }: Load): object {
  // `300+0x1199` is 300, and 1,199 times more.
  const day = DAY.map(({ value, minutes }) => `${value}+0x${minutes - 1}`).join(" ");
  const values = Array.from({ length: days }, () => day).join(" ");
  const series = Array.from({ length: monitors }, (_, metric) =>
    Array.from({ length: groups }, (_, host) => `my_metric_${metric}{host="h${host}",env="dev"}`),
  ).flat();
  return {
    rule_files: ["rules.yml"],
    evaluation_interval: "1m",
    tests: [
      {
        interval: "1m",
        input_series: series.map((name) => ({ series: name, values })),
        // Rules are evaluated up to the last moment of which something is expected.
        alert_rule_test: [{ eval_time: `${days * 24 * 60 - 1}m`, alertname: "high_0", exp_alerts: [] }],
      },
    ],
  };
}
