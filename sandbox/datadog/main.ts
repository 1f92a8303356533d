import { Command } from "commander";

import { readKeys } from "./keys.js";
import { loadModels } from "./models.js";
import { createStandIn, listen } from "./server.js";

const EVALUATION_MILLISECONDS = 15_000;

interface Options {
  readonly listen: string;
  readonly state: string;
  readonly keys: string;
  readonly past?: true;
}

const options = new Command("datadog")
  .description("A stand-in of Datadog's API that keeps state, validates and evaluates")
  .requiredOption("--listen <ip:port>", "the one address to listen on")
  .requiredOption("--state <folder>", "where monitors, dashboards, downtimes and series are kept")
  .requiredOption("--keys <file>", 'JSON {"apiKey": …, "appKey": …}, readable by its owner only')
  .option("--past", "make up an hour of values before a host's first ones")
  .parse()
  .opts<Options>();

const say = (line: string) => process.stdout.write(`${line}\n`);
const standIn = createStandIn({
  keys: readKeys(options.keys),
  folder: options.state,
  clock: Date.now,
  say,
  makesUpPast: options.past === true,
});
loadModels();
const separator = options.listen.lastIndexOf(":");
const address = options.listen.slice(0, separator);
const listening = await listen(standIn, address, Number(options.listen.slice(separator + 1)));
say(`listening on ${listening.url}`);

const timer = setInterval(() => {
  standIn.evaluator.evaluateAll();
}, EVALUATION_MILLISECONDS);

for (const signal of ["SIGTERM", "SIGINT"] as const) {
  process.once(signal, () => {
    clearInterval(timer);
    standIn.stores.hosts.save();
    standIn.stores.states.save();
    void listening.close().then(() => process.exit(0));
  });
}
