import * as pulumi from "@pulumi/pulumi";
import { isOldZone } from "../../datadog/schedule/old-zones";

/** Says it where this Node.js would take a downtime's hours for others than Datadog does. */
export function warnOfOldZone(timezone: string, downtime: pulumi.Resource): void {
  if (!isOldZone(timezone)) return;
  const { tz = "this system" } = process.versions;
  void pulumi.log.warn(
    `the time zones of Node.js ${process.versions.node} are those of ${tz}, since when the law of ${timezone} changed: some hours here are others in Datadog; update Node.js`,
    downtime,
  );
}
