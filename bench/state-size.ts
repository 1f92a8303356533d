import * as fs from "node:fs";
import * as path from "node:path";
import { parse } from "yaml";
import { registered } from "../tests/components/recorded";
import { stateBytes } from "../tests/components/state-bytes";
import { manyHosts, SECRETS } from "./hosts";

const ROOT = path.join(__dirname, "..");

/** Of the environment's own `dev`, with so many hosts, as the program registers it. */
export async function stateSize(hosts: number): Promise<ReturnType<typeof stateBytes>> {
  const { config } = parse(fs.readFileSync(path.join(ROOT, "Pulumi.dev.yaml"), "utf8")) as {
    config: Record<string, unknown>;
  };
  const settings = Object.fromEntries(
    Object.entries(config).map(([key, value]) => [key.replace("lookout:", ""), value]),
  );
  const { default: program } = (await import("../index.js")) as { default: () => Promise<unknown> };
  const registrations = await registered(program, {
    config: {
      ...settings,
      overlay: undefined,
      ssh: SECRETS.ssh,
      datadog: { site: "datadoghq.com", ...SECRETS.datadog },
      hosts: manyHosts(hosts),
    },
  });
  return stateBytes(registrations);
}
