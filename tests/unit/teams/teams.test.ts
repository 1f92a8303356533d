import * as fs from "node:fs";
import * as path from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { environment } from "../../../components/environment/environment";
import { type Registration, registered } from "../../components/recorded";

/** Set-ups of real teams, in Lookout's words. */
const TEAMS = path.join(__dirname, "../../teams");
const NAMES = fs.readdirSync(TEAMS).map((file) => path.basename(file, ".yaml"));

/** What is no team's to publish. */
const SECRETS = {
  datadog: { apiKey: "0".repeat(32), appKey: "0".repeat(40) },
  ssh: { privateKey: "-----BEGIN OPENSSH PRIVATE KEY-----\nall\n-----END OPENSSH PRIVATE KEY-----\n" },
};

interface Connection {
  readonly host: string;
  readonly user: string;
  readonly proxy?: Omit<Connection, "proxy">;
}

/** What a stack means for its hosts. */
class Plan {
  constructor(private readonly registrations: readonly Registration[]) {}

  get hosts(): string[] {
    return this.registrations.filter(({ type }) => type === "lookout:host:Host").map(({ name }) => name);
  }

  /** A file below /etc/datadog-agent, read as the Agent reads it. */
  file(host: string, file: string): Record<string, unknown> {
    const text = this.files(host)[file];
    if (text === undefined) throw new Error(`${host} has no ${file}`);
    return parse(text) as Record<string, unknown>;
  }

  /** The checks of a host, by their files. */
  checks(host: string): string[] {
    return Object.keys(this.files(host))
      .flatMap((file) => /^conf\.d\/(.*)\.d\//.exec(file)?.[1] ?? [])
      .sort();
  }

  instances(host: string, check: string): unknown[] {
    return this.file(host, `conf.d/${check}.d/conf.yaml`).instances as unknown[];
  }

  tags(host: string): unknown {
    return this.file(host, "datadog.yaml").tags;
  }

  connection(host: string): Connection {
    const command = this.registrations.find(({ name }) => name === `${host}-package`);
    // The whole is secret.
    return (command?.inputs.connection as { value: Connection }).value;
  }

  private files(host: string): Record<string, string> {
    const agent = this.registrations.find(({ type, name }) => type === "lookout:agent:HostAgent" && name === host);
    return agent?.inputs.files as Record<string, string>;
  }
}

const plans = new Map<string, Plan>();
const planOf = (team: string): Plan => {
  const plan = plans.get(team);
  if (plan === undefined) throw new Error(`${team} has no plan`);
  return plan;
};

async function planned(team: string): Promise<Plan> {
  const { config } = parse(fs.readFileSync(path.join(TEAMS, `${team}.yaml`), "utf8")) as { config: object };
  const settings = Object.entries(config).map(([key, value]) => [key.replace("lookout:", ""), value as unknown]);
  const all = { ...(Object.fromEntries(settings) as object), ...SECRETS };
  return new Plan(await registered(environment(), { stack: team, config: all }));
}

beforeAll(async () => {
  for (const team of NAMES) plans.set(team, await planned(team));
}, 300_000);

test("there are the set-ups of six teams, four of them of 20 hosts and more", () => {
  const sizes = Object.fromEntries(NAMES.map((team) => [team, planOf(team).hosts.length]));
  expect(sizes).toEqual({
    ...{ catalogue: 22, library: 27, nodes: 2, "open-health": 7, platform: 70, "platform-eu": 27, records: 17 },
  });
});

test.each(NAMES)("each host of %s is one of the stack's, with the tags of all", (team) => {
  const plan = planOf(team);
  for (const host of plan.hosts) {
    expect(plan.file(host, "datadog.yaml")).toMatchObject({ hostname: host, env: team });
    expect(plan.tags(host)).toContain(`env:${team}`);
  }
});

describe("a health platform", () => {
  const plan = () => planOf("platform");

  test("a web server has what all, the web servers and its own kind have", () => {
    expect(plan().tags("api-b2")).toEqual([
      ...["env:platform", "team:platform", "environment:production"],
      ...["group:api_webworkers", "group:webworkers"],
    ]);
    expect(plan().checks("api-b2")).toEqual(["disk", "gunicorn"]);
    expect(plan().file("api-b2", "datadog.yaml")).toMatchObject({
      ec2_prefer_imdsv2: true,
      proxy: { https: "http://proxy.example.com:3128" },
      apm_config: {
        enabled: true,
        replace_tags: [{ name: "http.url", pattern: "https?://.+?:.+?@", repl: "https://" }],
        analyzed_spans: { "django|django.request": 1 },
      },
    });
    // Of the web servers alone.
    expect(plan().file("forms-a10", "datadog.yaml")).not.toHaveProperty("apm_config");
  });

  test("hosts are reached at their addresses, as the user of all, by keys of their own", () => {
    expect(plan().connection("es-master3")).toMatchObject({
      ...{ host: "10.0.40.71", port: 22, user: "ansible", privateKey: SECRETS.ssh.privateKey },
      hostKey: expect.stringMatching(/^ssh-ed25519 /) as string,
    });
    expect(plan().connection("es-master3")).not.toHaveProperty("proxy");
  });

  test("the first proxy alone asks from outside, both have nginx", () => {
    expect(plan().checks("proxy-a1")).toEqual(["disk", "http_check", "nginx", "tcp_check"]);
    expect(plan().checks("proxy-b1")).toEqual(["disk", "nginx"]);
    expect(plan().instances("proxy-a1", "http_check")).toMatchObject([
      { url: "https://www.example.com/up.txt", days_warning: 20, tags: ["check_type:up"] },
      { url: "https://www.example.com/up.txt?only=workers", check_certificate_expiration: false },
      { name: "partner.example.org", days_critical: 14 },
    ]);
    expect(plan().instances("proxy-b1", "nginx")).toEqual([
      { nginx_status_url: "http://localhost/nginx_stub_status/", skip_proxy: true },
    ]);
  });

  test("a database's user is the application's, left alone, and its custom metrics are queries", () => {
    expect(plan().checks("standby1")).toEqual(["disk", "pgbouncer", "postgres", "process"]);
    const [postgres] = plan().instances("standby1", "postgres");
    expect(postgres).toMatchObject({ host: "127.0.0.1", port: 5432, username: "app", ssl: "disable" });
    expect(postgres).toHaveProperty("custom_queries.1.columns.1", {
      ...{ name: "postgresql.locks.not_granted", type: "gauge" },
    });
    expect(JSON.stringify(postgres)).toMatch(/"password":"SECRET\(\w+\)"/);
  });

  test("of a group each host asks at its own address; passwords are in no file that is shown", () => {
    expect(plan().instances("es-a1", "elastic")).not.toEqual(plan().instances("es-a2", "elastic"));
    expect(plan().instances("es-coordinator2", "elastic")).toEqual([{ url: "http://10.0.41.73:9200" }]);
    expect(plan().instances("cache1", "redisdb")).toEqual([
      { host: "localhost", port: 6379, password: "SECRET(redisdb_password)" },
    ]);
    expect(plan().checks("couch1")).toEqual(["couch", "disk"]);
    expect(plan().checks("couch2")).toEqual(["disk"]);
  });

  test("its other environment has managed databases, which one host looks at", () => {
    const eu = planOf("platform-eu");
    expect(eu.instances("pool-1", "postgres")).toMatchObject([
      { host: "main.db.example.com", username: "app", ssl: "require" },
      { host: "forms.db.example.com", username: "app" },
    ]);
    expect(eu.checks("pool-2")).toEqual(["disk", "pgbouncer"]);
    expect(eu.instances("es-coordinator-1", "elastic")).toEqual([
      { url: expect.stringMatching(/^http:\/\/10\.4\.40\.\d+:9200$/) as string },
    ]);
  });
});

describe("a university's library", () => {
  const plan = () => planOf("library");

  test("hosts of the cloud are reached through its bastion, but for the one that has none", () => {
    expect(plan().connection("cloud-data1")).toMatchObject({
      ...{ host: "10.244.0.2", user: "ops" },
      proxy: {
        ...{ host: "bastion.example.edu", port: 22, user: "jump", privateKey: SECRETS.ssh.privateKey },
        ...{ hostKey: expect.stringMatching(/^ssh-ed25519 /) as string, dialErrorLimit: 2, perDialTimeout: 8 },
      },
    });
    expect(plan().connection("edge.cloud.example.edu")).not.toHaveProperty("proxy");
    expect(plan().tags("edge.cloud.example.edu")).toContain("provider:gcp");
    expect(plan().connection("redis1.example.edu")).not.toHaveProperty("proxy");
  });

  test("datadog.yaml has what all say, the group around and the group itself, map by map", () => {
    expect(plan().file("images-web1.example.edu", "datadog.yaml")).toMatchObject({
      process_config: { process_collection: { enabled: true } },
      apm_config: {
        enabled: true,
        filter_tags: { reject: expect.arrayContaining(["operation:heartbeat"]) as string[] },
        analyzed_spans: { "images|rack.request": 1 },
      },
      logs_enabled: true,
    });
    expect(plan().file("exhibits1.example.edu", "datadog.yaml")).toMatchObject({
      apm_config: { enabled: true, receiver_port: 8126, analyzed_spans: { "exhibits|rack.request": 1 } },
    });
    expect(plan().file("balancer1.example.edu", "datadog.yaml")).toMatchObject({
      enable_payloads: { series: false, events: false, service_checks: false, sketches: false },
      process_config: { process_collection: { enabled: false } },
    });
    expect(plan().file("solr2.example.edu", "datadog.yaml")).toMatchObject({
      ...{ extra_tags: ["solrcloud"], dogstatsd_port: 8135, apm_config: { enabled: false } },
    });
  });

  test("a check has the instances of each of its groups, and logs without any instance are logs", () => {
    expect(plan().instances("images-web2.example.edu", "http_check")).toMatchObject([
      { name: "Solr", include_content: true },
      { name: "Database" },
      { name: "Images", skip_event: true },
    ]);
    expect(plan().instances("images-worker2.example.edu", "http_check")).toHaveLength(1);
    expect(plan().file("images-web2.example.edu", "conf.d/nginx.d/conf.yaml")).toMatchObject({
      instances: [],
      logs: [{ path: "/var/log/nginx/access.log", service: "images" }, { path: "/var/log/nginx/error.log" }],
    });
  });

  test("a server's logs stand in the file of its check", () => {
    expect(plan().file("lib-postgres3.example.edu", "conf.d/postgres.d/conf.yaml")).toMatchObject({
      instances: [{ dbm: true, username: "datadog", host: "127.0.0.1" }],
      logs: [
        {
          ...{ source: "postgresql", tags: ["role:postgresql"] },
          log_processing_rules: [{ type: "exclude_at_match", pattern: String.raw`\"error_severity\":\"LOG\"` }],
        },
      ],
    });
    expect(plan().checks("mysql1.example.edu")).toEqual(["lookout_logs"]);
    expect(plan().file("redis1.example.edu", "conf.d/redisdb.d/conf.yaml")).toMatchObject({
      instances: [{ host: "localhost", port: 6379 }],
      logs: [{ source: "redis" }],
    });
    expect(plan().instances("exhibits2.example.edu", "redisdb")).toEqual([
      { host: "127.0.0.1", port: 6379, keys: ["jobs:queue:default", "jobs:retry", "jobs:dead"] },
    ]);
  });
});

test("in a catalogue a host is of its stage and of its kind, and both groups' group comes once", () => {
  const plan = planOf("catalogue");
  expect(plan.tags("catalog-indexer-qa-1.example.edu")).toEqual([
    ...["env:catalogue", "team:discovery", "stage:qa", "type:indexer", "application:catalogue"],
  ]);
  expect(plan.file("catalog-indexer-qa-1.example.edu", "datadog.yaml")).toMatchObject({
    ...{ log_level: "debug", apm_config: { analyzed_spans: { "catalogue|rack.request": 1 } } },
  });
  expect(plan.file("catalog-1.example.edu", "datadog.yaml")).toMatchObject({ log_level: "info" });
  const nginx = plan.file("catalog-dedupe-2.example.edu", "conf.d/nginx.d/conf.yaml");
  expect(nginx.instances).toEqual([{ nginx_status_url: "http://localhost:80/nginx_status/" }]);
  expect(nginx.logs).toHaveLength(3);
  expect(plan.checks("static1.example.edu")).toEqual(["apache", "tls"]);
});

test("in a community of tiers each host has the checks of what it is, its certificate's by its own name", () => {
  const plan = planOf("records");
  expect(plan.checks("id.records.example.org")).toEqual([
    ...["backups_pending_check", "disk", "dns_check", "docker", "ntp", "ssl_check_expire_days", "upgrades_check"],
  ]);
  expect(plan.checks("agent3.records.example.org")).toEqual(["disk", "dns_check", "docker", "ntp", "upgrades_check"]);
  expect(plan.instances("www.records.example.org", "ssl_check_expire_days")).toEqual([
    { cert: "/etc/letsencrypt/live/www.records.example.org/fullchain.pem" },
  ]);
  expect(plan.file("www.records.example.org", "conf.d/dns_check.d/conf.yaml")).toMatchObject({
    init_config: { default_timeout: 4 },
  });
  expect(plan.tags("ci.records.example.org")).toEqual([
    ...["env:records", "provider:jetstream", "provisioner:terraform"],
    ...["service:ci", "service:database", "tier:2", "backup:nightly"],
  ]);
});

test("in a community of seven hosts MySQL is asked over its socket, with what its options said", () => {
  const plan = planOf("open-health");
  expect(plan.instances("wiki.health.example.org", "mysql")).toMatchObject([
    {
      ...{ sock: "/var/run/mysqld/mysqld.sock", username: "monitor" },
      options: {
        extra_status_metrics: true,
        extra_innodb_metrics: true,
        extra_performance_metrics: true,
        schema_size_metrics: true,
      },
    },
  ]);
  expect(plan.instances("chat.health.example.org", "nginx")).toEqual([
    {
      nginx_status_url: "https://localhost/nginx_status/",
      tls_verify: false,
      tags: ["instance:chat.health.example.org"],
    },
  ]);
  expect(plan.checks("ehr.health.example.org")).toEqual(["apache", "disk", "dns_check", "mysql", "postfix"]);
});

test("of a chain's nodes logs come over TCP and from files, and the level is Datadog's word for warning", () => {
  const plan = planOf("nodes");
  expect(plan.file("node1.nodes.example.io", "datadog.yaml")).toMatchObject({
    ...{ log_level: "warn", use_dogstatsd: true, log_to_console: false, apm_config: { enabled: false } },
    tags: ["env:nodes", "team:nodes", "region:eu-central-2", "kind:seed", "role:node", "color:green"],
  });
  expect(plan.file("node2.nodes.example.io", "conf.d/lookout_logs.d/conf.yaml").logs).toMatchObject([
    { type: "tcp", port: 10518, service: "node", source: "syslog" },
    { type: "file", sourcecategory: "node" },
    { type: "file", sourcecategory: "mining" },
  ]);
  expect(plan.instances("node2.nodes.example.io", "mongo")).toEqual([
    { hosts: ["127.0.0.1:27017"], username: "admin", password: "SECRET(mongo_password)" },
  ]);
  expect(plan.instances("node1.nodes.example.io", "process")).toHaveLength(3);
  expect(plan.connection("node1.nodes.example.io")).toMatchObject({ user: "master" });
});
