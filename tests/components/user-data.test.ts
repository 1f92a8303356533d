import * as pulumi from "@pulumi/pulumi";
import { gunzipSync, strFromU8 } from "fflate";
import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { parse } from "yaml";
import { FAMILIES } from "../../components/agent/family";
import { configurationScript, firstPackageScript } from "../../components/agent/scripts";
import { userData, type UserDataArgs, userDataText } from "../../components/environment/user-data";
import { shellFile } from "../../components/host/script";
import { environment, pack, z } from "../../lookout";

const KEY = "0123456789abcdef0123456789abcdef";
const FROM = { command: "aws ssm get-parameter --name /datadog/api-key" };
const FOLDER = "/run/lookout-user-data/";
const redis = pack({
  name: "redis",
  settings: { port: z.number().default(6379) },
  integrations: ({ port }, { groups }) => (groups.includes("web") ? [{ name: "redisdb", instances: [{ port }] }] : []),
});
const program = environment(redis);
let warned: string[];

beforeEach(() => {
  warned = [];
  vi.spyOn(pulumi.log, "warn").mockImplementation((message) => Promise.resolve(void warned.push(message)));
});
afterEach(() => {
  vi.restoreAllMocks();
});

function configure(over: object): void {
  const settings = {
    notify: ["@a"],
    datadog: { apiKey: KEY, appKey: "0".repeat(40) },
    ssh: { privateKey: "-----BEGIN OPENSSH PRIVATE KEY-----\n" },
    agent: { version: "1:7.70.1-1" },
    tags: ["team:shop"],
    defaults: { tags: ["all:yes"] },
    groups: { web: { tags: ["role:web"] } },
    hosts: [{ name: "db1", address: "192.0.2.1", acceptUnknownHostKey: true }],
    ...over,
  };
  pulumi.runtime.resetOptions("lookout", "prod", 1, "", "", false, "");
  const values = Object.entries(settings).map(([key, value]) => [`lookout:${key}`, JSON.stringify(value)]);
  pulumi.runtime.setAllConfig(Object.fromEntries(values) as Record<string, string>);
}

/** What the settings with these over them are as user data. */
function text(over: object = {}, args: UserDataArgs = {}): string {
  configure(over);
  return userDataText(program, { group: "web", apiKey: FROM, ...args });
}

function refused(over: object, args: UserDataArgs = {}): string {
  try {
    text(over, args);
  } catch (error) {
    return error instanceof Error ? error.message : "";
  }
  throw new Error("it was not refused");
}

interface CloudConfig {
  readonly write_files: readonly { path: string; owner: string; permissions: string; content: string }[];
  readonly runcmd: readonly (readonly string[])[];
}

/** By their names below the folder. */
function written(cloudConfig: string): Record<string, string> {
  const { write_files: files } = parse(cloudConfig) as CloudConfig;
  return Object.fromEntries(files.map(({ path, content }) => [path.slice(FOLDER.length), content]));
}

/** The text of a file below /etc/datadog-agent. */
function file(cloudConfig: string, name: string): string {
  const [, body] = new RegExp(`^body 'files/${name}' <<'END'\n([^]*?)\nEND$`, "m").exec(
    written(cloudConfig).script ?? "",
  ) ?? ["", ""];
  return `${body}\n`;
}

describe("the settings of a group", () => {
  test("are what its machines have, with packs and without a host's name", () => {
    const all = text({ myMetric: { intervalSeconds: 45 } });
    expect(parse(file(all, "datadog.yaml"))).toEqual({
      ...{ api_key: "SECRET(api_key)", site: "datadoghq.com", env: "prod", log_level: "info" },
      ...{ tags: ["env:prod", "team:shop", "role:web", "all:yes"], integration_check_status_enabled: true },
    });
    expect(parse(file(all, "conf.d/redisdb.d/conf.yaml"))).toMatchObject({ instances: [{ port: 6379 }] });
    expect(file(all, "checks.d/custom_my_metric.py")).toBe(fs.readFileSync("checks/custom_my_metric.py", "utf8"));
    expect(written(all).boot).toMatch(/^lay configuration .* checks='custom_my_metric=1 redisdb=1'$/m);
  });

  test("without a group are what defaults says, and the packs know of none", () => {
    const all = text({}, { group: undefined });
    expect(parse(file(all, "datadog.yaml"))).toMatchObject({ tags: ["env:prod", "team:shop", "all:yes"] });
    expect(all).not.toContain("redisdb");
  });

  test("are laid by root's own files in memory, beside what else a machine's user data has", () => {
    const all = text();
    expect(all).toMatch(/^#cloud-config\n/);
    const { write_files: files, ...rest } = parse(all) as CloudConfig;
    for (const one of files) expect(one).toMatchObject({ owner: "root:root", permissions: "0600" });
    expect(files.every(({ path }) => path.startsWith(FOLDER))).toBe(true);
    expect(rest).toEqual({
      runcmd: [["/bin/sh", `${FOLDER}boot`]],
      merge_how: "list(append)+dict(no_replace,recurse_list)+str()",
    });
  });

  test("are laid by the scripts that hosts have over SSH", () => {
    const agent = {
      ...{ apiKey: KEY, site: "", env: "", tags: [], logLevel: "", extra: {}, integrations: [] },
      ...{ version: "1", repository: { url: "", keys: [] }, packageWaitSeconds: 1 },
    };
    const { script = "" } = written(text());
    const called = [
      ...firstPackageScript(agent, FAMILIES).files,
      ...configurationScript(agent, {}, [], { families: FAMILIES }).files,
    ];
    for (const one of called) expect(script).toContain(`\n${shellFile(one)}\n`);
    expect(script).toMatch(/^boot-package\)$/m);
    expect(script).toMatch(/^boot-configuration\)$/m);
  });

  test("say a machine's own name and address, where they say a host's", () => {
    const nginx = { name: "nginx", instances: [{ url: "http://${host:address}/${host:name}" }] };
    const all = text({ groups: { web: { integrations: [nginx] } } });
    expect(file(all, "conf.d/nginx.d/conf.yaml")).toContain("http://lookout-host-address/lookout-host-name");
  });
});

describe("the API key", () => {
  test.each<[string, UserDataArgs, object]>([
    ["a command", { apiKey: FROM }, {}],
    ["a file", { apiKey: { file: "/etc/datadog-agent/api-key" } }, {}],
    ["the Agent", { apiKey: undefined }, { secretBackend: { type: "aws.secrets", apiKey: "ENC[datadog;api_key]" } }],
  ])("is not in the text where %s fetches it", (_, args, agent) => {
    const all = text({ agent: { version: "1:7.70.1-1", ...agent } }, args);
    expect(all).not.toContain(KEY);
    expect(Buffer.from(all).toString("base64")).not.toContain(Buffer.from(KEY).toString("base64").slice(4, 36));
  });

  test("is in it where that is asked for by name, which is warned of, and on no command line", async () => {
    configure({});
    const output = userData(program, { group: "web", apiKey: "inline" });
    expect(await pulumi.isSecret(output)).toBe(true);
    const all = await new Promise<string>((resolve) => output.apply(resolve));
    const { boot, ...files } = written(all);
    expect(files["api-key"]).toBe(`${KEY}\n`);
    expect(boot).not.toContain(KEY);
    expect(JSON.stringify((parse(all) as CloudConfig).runcmd)).not.toContain(KEY);
    expect(warned).toEqual([expect.stringMatching(/^the user data of the group web has the API key in it/)]);
  });

  test("of a fetched one the output is no secret, and nothing is warned of", async () => {
    configure({});
    expect(await pulumi.isSecret(userData(program, { group: "web", apiKey: FROM }))).toBe(false);
    expect(warned).toEqual([]);
  });

  test("must come from somewhere, and from one place", () => {
    expect(refused({}, { apiKey: undefined })).toMatch(/^the user data of the group web does not say whence/);
    const secretBackend = { type: "aws.secrets", apiKey: "ENC[key]" };
    const agent = { version: "1:7.70.1-1", secretBackend };
    expect(refused({ agent })).toMatch(/has its API key by agent\.secretBackend\.apiKey already/);
    expect(refused({}, { apiKey: { file: "api-key" } })).toMatch(/file api-key; expected an absolute path$/);
  });
});

describe("a machine at its first boot", () => {
  /** What is laid with the files of a text, whose receiving end only notes what it is given. */
  function boot(args: UserDataArgs, change: (boot: string) => string = (same) => same, over: object = {}) {
    const folder = fs.mkdtempSync(path.join(tmpdir(), "lookout-boot-"));
    try {
      for (const [name, content] of Object.entries(written(text(over, args)))) {
        fs.writeFileSync(path.join(folder, name), name === "boot" ? change(content) : content, { mode: 0o600 });
      }
      const noted = `${folder}.noted`;
      fs.writeFileSync(path.join(folder, "receive"), `printf '%s\\n' "$*" >>${noted}; cat >>${noted}\n`);
      const { status, stderr } = spawnSync("sh", [path.join(folder, "boot")], { encoding: "utf8" });
      const said = fs.existsSync(noted) ? fs.readFileSync(noted, "utf8") : "";
      fs.rmSync(noted, { force: true });
      return { status, stderr, said, isLeft: fs.existsSync(folder) };
    } finally {
      fs.rmSync(folder, { recursive: true, force: true });
    }
  }
  const secret = (said: string) => Buffer.from(/^api_key (\S+)$/m.exec(said)?.[1] ?? "", "base64").toString("utf8");

  test("hands the key that its command prints to the configuration alone, on its input, and clears up", () => {
    const { status, stderr, said, isLeft } = boot({ apiKey: { command: `printf '%s\\n' ${KEY}` } });
    expect({ status, stderr, isLeft }).toEqual({ status: 0, stderr: "", isLeft: false });
    expect(secret(said)).toBe(`"${KEY}"`);
    expect(said).not.toContain(KEY);
    expect(said.split("secrets\n")).toHaveLength(3);
    expect(said.split("secrets\n")[1]).toMatch(/^end /);
    expect(said).toMatch(/^\S+ boot-package \S+-package version=1:7\.70\.1-1 repository=/m);
    expect(said).toMatch(/^\S+ boot-configuration \S+-configuration version=/m);
  });

  test("has its own name in the texts that say a host's", () => {
    const nginx = { name: "nginx", instances: [{ url: "http://${host:name}/" }] };
    const { said } = boot({ apiKey: "inline" }, undefined, { groups: { web: { integrations: [nginx] } } });
    const scripts = [...said.matchAll(/^script (\S+)$/gm)].map(([, one = ""]) =>
      strFromU8(gunzipSync(Buffer.from(one, "base64"))),
    );
    expect(scripts).toHaveLength(2);
    const name = spawnSync("uname", ["-n"], { encoding: "utf8" }).stdout.trim();
    expect(scripts[1]).toContain(`url: http://${name}/\n`);
  });

  test("takes a file's key where nobody else may read it", () => {
    const folder = fs.mkdtempSync(path.join(tmpdir(), "lookout-key-"));
    const file = path.join(folder, "api-key");
    expect(boot({ apiKey: { file } }).stderr).toMatch(/there is no \S+api-key, which the image should have/);
    fs.writeFileSync(file, `${KEY}\n`, { mode: 0o600 });
    expect(secret(boot({ apiKey: { file } }).said)).toBe(`"${KEY}"`);
    fs.chmodSync(file, 0o644);
    const { status, stderr, said, isLeft } = boot({ apiKey: { file } });
    expect({ status, said, isLeft }).toEqual({ status: 1, said: "", isLeft: true });
    expect(stderr).toMatch(/others may read \S+api-key.*Then run: sh \S+boot\n$/);
    fs.rmSync(folder, { recursive: true });
  });

  test("asks again while its rights are not there, and then says what the command said", () => {
    const { status, stderr, said } = boot({ apiKey: { command: "echo tried >&2; exit 1" } }, (script) =>
      script.replace("sleep 5", "echo again >&2"),
    );
    expect({ status, said }).toEqual({ status: 1, said: "" });
    expect(stderr.match(/^again$/gm)).toHaveLength(5);
    expect(stderr).toMatch(/the command that fetches the API key fails \(tried\)/);
  });

  test.each(["AccessDenied", KEY.slice(1), `${KEY}0`])(
    "refuses %j in the key's place, and does not show it",
    (printed) => {
      const { status, stderr, said } = boot({ apiKey: { command: `echo ${printed}` } });
      expect({ status, said }).toEqual({ status: 1, said: "" });
      expect(stderr).toMatch(/gives no API key; expected 32 hexadecimal digits/);
      expect(stderr).not.toContain(printed);
    },
  );
});

describe("what can't be user data", () => {
  test.each([
    [
      { web: { databases: [{ type: "postgres" }] } },
      /^the user data of the group web can't make the users of its databases \(postgres\): at the first boot/,
    ],
    [
      { web: { integrations: [{ name: "nginx", instances: [{ password: "${secret:pw}" }], secrets: { pw: "x" } }] } },
      /would have secrets in it \(nginx_instances_0_password\); write a handle, ENC\[…\]|would have secrets in it \(nginx/,
    ],
    [{}, /^there is no group "web"; there is none in the settings$/],
    [{ webs: {} }, /^there is no group "web"; there are webs$/],
  ])("%j is refused", (groups, words) => {
    expect(refused({ groups })).toMatch(words);
  });

  test("of services neither", () => {
    const service = { name: "shop", source: "apps/flask", command: ["run"], healthUrl: "http://127.0.0.1:1/" };
    expect(refused({ groups: { web: { services: [service] } } })).toMatch(/can't bring its services \(shop\)/);
  });

  test("mistakes in the stack's file are said of their own places", () => {
    expect(refused({ groups: { web: { tagz: [] } } })).toMatch(/^Pulumi\.prod\.yaml: [^]*groups\.web\.tagz/);
  });
});

describe("a cloud", () => {
  test.each(["aws", "azure", "openstack"] as const)("%s takes it as gzip in base64, always the same", (cloud) => {
    const packed = text({}, { cloud, family: "apt" });
    expect(strFromU8(gunzipSync(Buffer.from(packed, "base64")))).toBe(text({}, { family: "apt" }));
    expect(text({}, { cloud, family: "apt" })).toBe(packed);
  });

  test("Google's takes the text", () => {
    expect(text({}, { cloud: "gcp" })).toBe(text());
  });

  test("AWS takes an Agent with integrations, packs and a check of its own", () => {
    const many = ["nginx", "haproxy", "redisdb"].map((name) => ({
      name,
      instances: [{ url: `http://127.0.0.1/${name}`, tags: ["a:b"] }],
    }));
    const bytes = (args: UserDataArgs) =>
      Buffer.from(text({ myMetric: {}, integrations: many }, { cloud: "aws", family: "apt", ...args }), "base64")
        .length;
    // With room for logs and tags.
    expect(bytes({})).toBeLessThan(16_000);
    expect(bytes({ proof: false })).toBeLessThan(9_000);
  });

  test("that would not take it is said, with the numbers", () => {
    const noise = Array.from({ length: 3000 }, (_, i) =>
      Math.sin(i + 1)
        .toString(36)
        .slice(3),
    );
    const nginx = { name: "nginx", instances: [{ words: noise }] };
    expect(refused({ integrations: [nginx] }, { cloud: "aws" })).toMatch(
      /^the user data of the group web has \d{5} bytes \(gzip of \d{5,6}\); AWS EC2 takes 16384\. Name the package manager of their image \(family, --family\), leave the proof out/,
    );
    expect(text({ integrations: [nginx] }, { cloud: "azure" })).toMatch(/^H4sI/);
  });
});

test("the proof that a machine has is Python, without its comments", () => {
  const { script = "" } = written(text());
  const files = [...script.matchAll(/^body '((?:verify|proof\/\w+)\.py)' <<'(END_*)'\n([^]*?)\n\2$/gm)];
  expect(files.map(([, name]) => name)).toContain("proof/checks.py");
  for (const [, name, , source = ""] of files) {
    const { status, stderr } = spawnSync("python3", ["-c", "import ast, sys; ast.parse(sys.stdin.read())"], {
      input: source,
      encoding: "utf8",
    });
    expect({ name, status, stderr }).toEqual({ name, status: 0, stderr: "" });
    expect(source).not.toMatch(/^\s*#|"""/m);
    expect(source.length).toBeGreaterThan(500);
  }
});
