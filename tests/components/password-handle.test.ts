import { expect, test } from "vitest";
import { Host } from "../../components/host/host";
import type { Integration } from "../../components/agent/integration";
import { MysqlMonitoring } from "../../components/packs/mysql/mysql";
import { PostgresMonitoring } from "../../components/packs/postgres/postgres";
import { ANY_HOST } from "./any-host";
import { recorded } from "./recorded";

test.each([
  ["postgres", PostgresMonitoring],
  ["mysql", MysqlMonitoring],
] as const)(
  "of a user whose password the Agent alone fetches, %s is told its handle, and nothing runs",
  async (name, Kind) => {
    const integrations: Integration[] = [];
    const registrations = await recorded(() => {
      const server = new Kind("db1", {
        host: new Host("db1", ANY_HOST),
        password: "ENC[vault/db1]",
        manageUser: false,
      });
      integrations.push(server.integration);
      new Kind("db2", { host: new Host("db2", ANY_HOST), replicaOf: server.source });
      return Promise.resolve();
    });
    expect(integrations).toMatchObject([{ name, instances: [{ password: "ENC[vault/db1]" }], dependsOn: [] }]);
    expect(registrations.filter(({ type }) => type === "command:remote:Command" || type.startsWith("random:"))).toEqual(
      [],
    );
  },
);
