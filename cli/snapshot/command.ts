import { Command } from "commander";
import { dashboardUrl } from "../../datadog/links/links";
import { rangeParameters } from "../../datadog/links/range";
import { failureOf, type Purpose } from "../datadog/failure";
import { request } from "../datadog/request";
import { Progress } from "../progress";
import { stackOf, withStackOptions } from "../stack/options";
import { StackError } from "../stack/stacks";
import { writeFile } from "../write-file";
import type { Snapshots } from "./datadog";
import { eventOf } from "./event";
import { type Graph, graphNamed, graphOf, graphsIn } from "./graph";
import { type Options, read } from "./options";

const PURPOSE: Purpose = {
  rights: "read dashboards and post events",
  sofar: "nothing was posted",
};

const gathered = (one: string, others: readonly string[]) => [...others, one];

/** A picture of a graph, and an event that shows it to whoever is mentioned. */
export const snapshot = withStackOptions(new Command("snapshot"), "whose dashboard")
  .description(
    "Takes a picture of a widget of one of the stack's dashboards, waits until Datadog has drawn it, and posts it as an event that mentions people.",
  )
  .requiredOption("--dashboard <name>", "a dashboard of the stack, by its name in it, or by its id in Datadog")
  .requiredOption("--widget <title>", "one of its widgets, by its title or a part of it")
  .option("--last <duration>", "how much time it shows: 5m, 4h, 2d", "1h")
  .option("--until <time>", "the end of that time, as 2027-01-11T03:10Z; otherwise now")
  .option("--var <name=value>", "a template variable's value, host=db1; may be said more than once", gathered, [])
  .option("--mention <handle>", "who gets it as a notification: @someone; may be said more than once", gathered, [])
  .option("--text <words>", "what to say of it")
  .option("--no-event", "only take the picture, and post nothing")
  .option("--out <file>", "write the picture there, too")
  .helpOption("--help", "show this")
  .action(async (options: Options) => {
    const { from, to, values } = read(options);
    const { project, stack } = stackOf(options);
    const [{ accessOf }, { Snapshots }] = await Promise.all([import("../datadog/access.js"), import("./datadog.js")]);
    const { appUrl, env, ...keys } = await accessOf(project.name, stack, options);
    const datadog = new Snapshots(keys);
    try {
      const dashboard = await datadog.dashboard(await idOf(options.dashboard, stack));
      const graph = graphIn(dashboard, options, values);
      const picture = await taken(datadog, graph, from, to);
      console.log(`picture: ${picture}`);
      if (options.out !== undefined) await write(picture, options.out);
      if (!options.event) return;
      const link = new URL(dashboardUrl(appUrl, { path: dashboard.url, variables: Object.fromEntries(values) }));
      for (const [name, value] of Object.entries(rangeParameters({ from, to }))) link.searchParams.set(name, value);
      const { title, text } = eventOf({
        ...{ mentions: options.mention, words: options.text, title: graph.title || dashboard.title },
        ...{ from, to, picture, dashboard: link.href },
      });
      console.log(`event:   ${await datadog.post({ title, text, tags: [`env:${env}`] })}`);
    } catch (error) {
      const said = failureOf(error, keys.apiUrl, PURPOSE);
      throw said === undefined ? error : new StackError(said);
    }
  });

const DASHBOARD = "datadog:index/dashboard:Dashboard";

/** A dashboard's id: the stack's by that name, or as it is given. */
async function idOf(name: string, stack: string): Promise<string> {
  if (/^\w{3}-\w{3}-\w{3}$/.test(name)) return name;
  const { stateOf } = await import("../stack/engine.js");
  const named = (await stateOf(stack)).flatMap(({ type, urn, id }) =>
    type === DASHBOARD && id !== undefined ? [{ name: urn.split("::").at(-1), id }] : [],
  );
  const found = named.find((one) => one.name === name);
  if (found !== undefined) return found.id;
  const there = named.length === 0 ? "it has none; see pulumi up" : `it has ${named.map((one) => one.name).join(", ")}`;
  throw new StackError(`the stack ${stack} has no dashboard ${name}; ${there}`);
}

/** @throws StackError that lists what there is. */
function graphIn(
  dashboard: Awaited<ReturnType<Snapshots["dashboard"]>>,
  { widget, dashboard: name }: Options,
  values: ReadonlyMap<string, string>,
): Graph {
  const variables = dashboard.template_variables ?? [];
  const unknown = [...values.keys()].filter((one) => !variables.some((variable) => variable.name === one));
  const graphs = graphsIn(dashboard.widgets);
  const graph = graphNamed(graphs, widget);
  const mistakes = [
    ...unknown.map((one) => `--var ${one}: the dashboard has ${listed(variables.map((variable) => variable.name))}`),
    ...(graph === undefined
      ? [`--widget "${widget}" is no one widget of ${name}; it has ${listed(graphs.map(({ title = "" }) => title))}`]
      : []),
  ];
  if (graph === undefined || mistakes.length > 0) throw new StackError(mistakes.join("\n"));
  return graphOf(graph, variables, values);
}

function listed(names: readonly string[]): string {
  const said = names.filter((name) => name !== "");
  return said.length === 0 ? "none" : said.join(", ");
}

async function taken(datadog: Snapshots, graph: Graph, from: Date, to: Date): Promise<string> {
  const picture = await datadog.take(graph, from, to);
  const progress = new Progress();
  progress.say("waiting until it is drawn…");
  const isDrawn = await datadog.isDrawn(picture).finally(() => {
    progress.end();
  });
  if (isDrawn) return picture;
  throw new StackError(`the picture is not there after a minute, and nothing was posted: see later ${picture}`);
}

async function write(picture: string, file: string): Promise<void> {
  const answer = await request(picture);
  if (!answer.ok) throw new StackError(`${picture} answers with ${answer.status}; nothing was written`);
  writeFile(file, Buffer.from(await answer.arrayBuffer()));
}
