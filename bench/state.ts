import { stateSize } from "./state-size";

const COUNTS = [1, 10, 100];

async function main(): Promise<void> {
  const rows = [];
  for (const hosts of COUNTS) rows.push({ hosts, ...(await stateSize(hosts)) });
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
