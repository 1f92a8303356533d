import { z } from "zod";

/** By the name in the stack, as a preview shows it. */
const adopted = (id: z.ZodType<string, string | number>, what: string, name: string) =>
  z.record(z.string(), id).default({}).describe(`${what}, each by the name that the preview has for it: \`${name}\`.`);

const NO_MONITOR_ID = "is not a monitor's id; expected digits, such as 12345678 of /monitors/12345678";

/** YAML reads digits without quotes as a number. */
const monitorId = z
  .union([z.string().regex(/^\d+$/, NO_MONITOR_ID), z.int().positive()], { error: NO_MONITOR_ID })
  .transform(String);

const dashboardId = z
  .string()
  .regex(
    /^[a-z0-9]{3}(-[a-z0-9]{3}){2}$/,
    "is not a dashboard's id; expected such as abc-def-ghi of /dashboard/abc-def-ghi/title",
  );

const sloId = z
  .string()
  .regex(/^[0-9a-f]{32}$/, "is not an SLO's id; expected 32 hexadecimal digits, such as those of /slo?slo_id=…");

const downtimeId = z.uuid("is not a downtime's id; expected a UUID, as /monitors/downtimes shows it");

const principal = z
  .string()
  .regex(/^(team|role|user|org):\S+$/, "names nobody; expected team:<id>, role:<id>, user:<id> or org:<id>");

/** What holds of all that is declared in Datadog. */
export const objects = z.strictObject({
  protect: z
    .boolean()
    .default(false)
    .describe("Refuse to delete or replace a monitor or a dashboard; to take one out of the stack, turn it off first."),
  editors: z
    .array(principal)
    .default([])
    .describe(
      "Who may change monitors and dashboards, everybody else only look: `team:<id>`, `role:<id>`, `user:<id>`, `org:<id>`. The application key's owner must be among them. Default: everybody.",
    ),
  adopt: z
    .strictObject({
      monitors: adopted(monitorId, "Ids of monitors", "postgres-connect: 12345678"),
      dashboards: adopted(dashboardId, "Ids of dashboards", "databases: abc-def-ghi"),
      slos: adopted(sloId, "Ids of SLOs", "orders: 0123456789abcdef0123456789abcdef"),
      downtimes: adopted(downtimeId, "Ids of downtimes", "my-metric-nights: 0c1a…"),
    })
    .prefault({})
    .describe(
      "What somebody made before, taken over in place of a new one: as it is, and unchanged as long as it stands here.",
    ),
});
