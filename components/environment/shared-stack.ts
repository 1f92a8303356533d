import * as pulumi from "@pulumi/pulumi";
import { runError } from "../../user-error";

/** What of a shared stack's outputs is a stack's of hosts, too: where people look. */
const LINKS = [
  "dashboardUrl",
  "dashboardLast5MinutesUrl",
  "databaseDashboardUrl",
  "serviceDashboardUrl",
  "packDashboardUrls",
  "monitorUrl",
  "hostMonitorUrls",
  "databaseMonitorUrls",
  "serviceMonitorUrls",
  "packMonitorUrls",
  "ownMonitorUrls",
  "sloUrls",
  "sloMonitorUrls",
  "downtimesUrl",
  "hostMapUrl",
];

type Outputs = Readonly<Record<string, unknown>>;

/**
 * The links of the stack that has what is in Datadog for several stacks of hosts. Before its first `up` there are none, which
 * is said.
 *
 * @param env of this stack's hosts, which the shared one must watch.
 * @throws RunError where it watches others.
 */
export async function linksOf(sharedStack: string, env: string): Promise<Outputs> {
  const [stack, project = pulumi.getProject()] = sharedStack.split("/").reverse();
  if (stack === pulumi.getStack() && project === pulumi.getProject()) {
    throw runError(
      `sharedStack: ${sharedStack} is this stack itself; expected the one that has the monitors, or none and manageHosts: false`,
    );
  }
  const reference = new pulumi.StackReference(sharedStack);
  const outputs = await valuesOf(reference, ["env", ...LINKS]);
  const { env: its, ...links } = outputs;
  if (Object.keys(outputs).length === 0) {
    void pulumi.log.warn(
      `the shared stack ${sharedStack} has no outputs yet: until its \`pulumi up\` no monitor watches these hosts, and the links are missing`,
      reference,
    );
  } else if (its !== env) {
    const watched = typeof its === "string" ? `env:${its}` : "not known, for another version of Lookout made it";
    throw runError(
      `the shared stack ${sharedStack} watches what has its own env, which is ${watched}, and these hosts have env:${env}: no monitor would see them; say the same \`env\` in both, and \`pulumi up\` that stack first`,
    );
  }
  return links;
}

/** Those that there are; where people look is no secret. */
async function valuesOf(reference: pulumi.StackReference, names: readonly string[]): Promise<Outputs> {
  const values = await Promise.all(
    names.map(async (name) => [name, (await reference.getOutputDetails(name)).value as unknown] as const),
  );
  return Object.fromEntries(values.filter(([, value]) => value !== undefined));
}
