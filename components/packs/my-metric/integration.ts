import * as fs from "node:fs";
import * as path from "node:path";
import type { Integration } from "../../agent/integration";

/** The check's name: its file's stem, and `custom_` so that no integration of Datadog's shadows it. */
const NAME = "custom_my_metric";

/**
 * The custom check that sends the gauge `my_metric`.
 *
 * @param intervalSeconds how often; in the instance, the only place where the Agent reads it.
 * @see https://docs.datadoghq.com/developers/custom_checks/write_agent_check/#collection-interval
 */
export function myMetric(intervalSeconds: number): Integration {
  return {
    name: NAME,
    instances: [{ min_collection_interval: intervalSeconds }],
    source: fs.readFileSync(path.join(__dirname, `../../../checks/${NAME}.py`), "utf8"),
  };
}
