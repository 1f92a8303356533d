import * as fs from "node:fs";
import * as path from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { agentFiles, secretScalar } from "../../components/agent/render";
import { mysqlIntegration } from "../../components/packs/mysql/integration";
import { postgresIntegration } from "../../components/packs/postgres/integration";
import { ensureAgentRepository } from "../../sandbox/agent/repository.js";
import { cacheFolder } from "../../sandbox/cache.js";
import { run } from "../../sandbox/command.js";
import { rootDirectoryOf } from "../../sandbox/hosts/container.js";
import { mysqlServers, postgresServers, Server } from "./server.js";

const PASSWORD = 'an-agent\'s "own" pass\\word';

/** The Agent's stand-in, built for a host's own Python, without a stack and not running. */
async function installAgent(server: Server): Promise<void> {
  const rootDirectory = await rootDirectoryOf(server.container);
  const { folder } = await ensureAgentRepository(cacheFolder(), rootDirectory, () => undefined);
  const pool = path.join(folder, "pool/d/da");
  const [file = ""] = fs.readdirSync(pool);
  await run("podman", ["cp", path.join(pool, file), `${server.container}:/root/agent.deb`]);
  await server.sh("dpkg --install /root/agent.deb && rm /root/agent.deb");
}

describe.each([...postgresServers, ...mysqlServers])("$flavour $version", (kind) => {
  let server: Server;

  beforeAll(async () => {
    server = await Server.of(kind);
    await installAgent(server);
  });

  test("the Agent's check runs with the very file and the very user that the stack makes", async () => {
    await server.make({}, PASSWORD);
    const integration = server.isPostgres
      ? postgresIntegration("db", {}, PASSWORD)
      : mysqlIntegration("db", { extraStatusMetrics: true }, PASSWORD);
    const settings = {
      apiKey: "0".repeat(32),
      site: "datadoghq.com",
      intake: { all: "http://127.0.0.1:1" },
      hostname: "db",
    };
    const { files } = agentFiles({ ...settings, env: "test", tags: [], logLevel: "info", extra: {} }, [integration]);
    for (const { path: name, body } of files) {
      const text = body.replace(/SECRET\(db_password\)/, () => secretScalar(PASSWORD));
      const target = `/etc/datadog-agent/${name}`;
      await server.exec(
        ["sh", "-c", `mkdir -p "$(dirname ${target})"; cat >${target}; chown -R dd-agent: /etc/datadog-agent`],
        text,
      );
    }

    const checked = await server.sh(`runuser -u dd-agent -- datadog-agent check ${integration.name} --json`);
    const [instance] = JSON.parse(checked) as {
      runner: { LastError: string };
      aggregator: { metrics: { metric: string }[] };
    }[];
    expect(instance?.runner.LastError).toBe("");
    expect(instance?.aggregator.metrics.map(({ metric }) => metric)).toContain(
      server.isPostgres ? "postgresql.percent_usage_connections" : "mysql.performance.open_files",
    );

    await server.sh("dpkg --purge datadog-agent >/dev/null 2>&1; rm -rf /etc/datadog-agent /opt/datadog-agent");
    await server.remove({});
  });
});
