import {
  declared,
  lines,
  metric,
  MetricMonitor,
  next,
  note,
  pack,
  part,
  SecretValue,
  ServiceCheckMonitor,
  z,
} from "lookout";

/** Redis on the hosts of the group `cache`. */
export const redis = pack({
  name: "redis",
  settings: {
    password: z.string().optional().describe("What every server asks for (secret)."),
    memoryBytes: z.int().min(1).default(1_000_000_000).describe("Alerts above it."),
  },
  integrations: ({ password }, { groups }) =>
    groups.includes("cache")
      ? [{ name: "redisdb", instances: [{ host: "localhost", port: 6379, ...asked(password) }] }]
      : [],
  monitors: (block) => ({
    connect: part(ServiceCheckMonitor, {
      ...declared(
        "Redis does not answer",
        { alert: "Redis on {{host.name}} does not answer.", recovery: "Redis on {{host.name}} answers again." },
        block,
      ),
      condition: { check: "redis.can_connect", scope: [block.scope], by: ["host"], last: 3, critical: 2, ok: 1 },
    }),
    memory: part(MetricMonitor, {
      ...declared(
        "Redis uses much memory",
        {
          alert: "Redis on {{host.name}} uses {{value}} bytes; above {{threshold}} it may be killed.",
          recovery: "Redis on {{host.name}} uses {{value}} bytes again.",
        },
        block,
      ),
      condition: {
        query: metric("redis.mem.used", { aggregator: "max", scope: [block.scope], by: ["host"] }),
        over: { method: "avg", minutes: 5 },
        comparator: ">",
        critical: block.memoryBytes,
      },
    }),
  }),
  widgets: (_, onward) => ({
    hosts: [lines("Redis: memory (bytes)", memory(onward.env)), note(next(onward, "redis"))],
  }),
});

const asked = (password?: string) => password !== undefined && { password: new SecretValue("password", password) };

const memory = (env: string) => metric("redis.mem.used", { aggregator: "max", scope: [`env:${env}`], by: ["host"] });
