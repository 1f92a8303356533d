import * as path from "node:path";
import { parse } from "yaml";
import * as fs from "node:fs";
import { stateBytes } from "../tests/components/state-bytes";
import { registered } from "../tests/components/recorded";

/** The environment's own `dev`, with so many hosts, each with a PostgreSQL. */
const ROOT = path.join(__dirname, "..");
const COUNTS = [1, 10, 100];

async function measured(hosts: number) {
  const { config } = parse(fs.readFileSync(path.join(ROOT, "Pulumi.dev.yaml"), "utf8")) as {
    config: Record<string, unknown>;
  };
  const settings = Object.fromEntries(
    Object.entries(config).map(([key, value]) => [key.replace("lookout:", ""), value]),
  );
  const { default: program } = await import("../index.js");
  const registrations = await registered(program, {
    config: {
      ...settings,
      overlay: undefined,
      ssh: { privateKey: "-----BEGIN OPENSSH PRIVATE KEY-----\n".padEnd(400, "x") },
      datadog: { site: "datadoghq.com", apiKey: "0".repeat(32), appKey: "0".repeat(40) },
      hosts: Array.from({ length: hosts }, (_, i) => ({
        name: `db${i + 1}`,
        address: `192.0.2.${i + 1}`,
        user: "admin",
        hostKey: "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIBIaCrMTTmtWdgfeRyCc8Kcnd/t0zCrWNOdXzH2cRHSh",
        databases: [{ type: "postgres" }],
      })),
    },
  });
  return stateBytes(registrations);
}

async function main(): Promise<void> {
  const rows = [];
  for (const hosts of COUNTS) rows.push({ hosts, ...(await measured(hosts)) });
  console.log(
    "bytes of a stack's state, as the engine keeps it: inputs and what the plugins answer, each resource twice",
  );
  console.table(
    rows.map(({ hosts, all, commands, texts }) => ({
      hosts,
      resources: all.resources,
      "in clear": all.clear,
      encrypted: all.encrypted,
      "a host, in clear": Math.round(commands.clear / hosts),
      "a host, encrypted": Math.round(commands.encrypted / hosts),
      "texts of a host's commands": Math.round(texts / hosts),
    })),
  );
  console.log("a host: its commands, and the components that show its files");
}

void main();
