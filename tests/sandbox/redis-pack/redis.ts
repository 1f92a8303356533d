import { z } from "zod";
import { SecretValue } from "../../../components/agent/integration";
import { lines } from "../../../components/dashboards/graphs";
import { pack } from "../../../components/environment/pack";
import { declared } from "../../../components/monitors/declared";
import { MetricMonitor } from "../../../components/monitors/metric-monitor";
import { part } from "../../../components/monitors/monitor-pack";
import { ServiceCheckMonitor } from "../../../components/monitors/service-check-monitor";
import { metric } from "../../../datadog/query/build";

const memory = (scope: string) => metric("redis.mem.used", { aggregator: "max", scope: [scope], by: ["host"] });

/** Redis on the hosts of the group `cache`. */
export const redis = pack({
  name: "redis",
  settings: {
    password: z.string().min(1).describe("Secret. What every server asks for."),
    memoryBytes: z.int().min(1).default(1_000_000_000).describe("Alerts above it."),
  },
  integrations: ({ password }, { groups }) =>
    groups.includes("cache")
      ? [
          {
            name: "redisdb",
            instances: [{ host: "127.0.0.1", port: 6379, password: new SecretValue("password", password) }],
          },
        ]
      : [],
  monitors: (block) => ({
    connect: part(ServiceCheckMonitor, {
      ...declared(
        "Redis can't be connected to",
        { alert: "Redis of {{host.name}} does not answer.", recovery: "Redis of {{host.name}} answers again." },
        block,
      ),
      condition: { check: "redis.can_connect", scope: [block.scope], by: ["host"], last: 3, critical: 2, ok: 1 },
    }),
    memory: part(MetricMonitor, {
      ...declared(
        "Redis uses much memory",
        { alert: "Redis of {{host.name}} uses {{value}} bytes.", recovery: "Redis of {{host.name}} uses {{value}}." },
        block,
      ),
      condition: {
        query: memory(block.scope),
        over: { method: "avg", minutes: 5 },
        comparator: ">",
        critical: block.memoryBytes,
      },
    }),
  }),
  widgets: (_, { env }) => ({ hosts: [lines("Redis: memory (bytes)", memory(`env:${env}`))] }),
});
