import * as path from "node:path";
import { expect, test } from "vitest";
import { Host } from "../../components/host/host";
import { TracedService, type TracedServiceArgs } from "../../components/packs/services/traced-service";
import { ANY_HOST } from "./any-host";
import { recorded } from "./recorded";

const APP = path.join(__dirname, "../../apps/flask");

async function service(over: Partial<TracedServiceArgs> = {}) {
  const registrations = await recorded(() => {
    const host = new Host("db1", ANY_HOST);
    const args = { host, service: "shop", env: "dev", source: APP, command: ["waitress-serve", "app:app"] };
    const more = { healthUrl: "http://127.0.0.1:5050/", healthSeconds: 30, agentPort: 8126 };
    new TracedService("db1-shop", { ...args, ...more, ...over });
    return Promise.resolve();
  });
  const inputsOf = (type: string) => registrations.find((one) => one.type === type)?.inputs;
  return {
    ...(inputsOf("command:remote:Command") as { readonly create: string; readonly triggers: unknown }),
    ...(inputsOf("lookout:tracing:TracedService") as { readonly files: Record<string, string> }),
  };
}

test("the plan shows the unit, the code and the requirements", async () => {
  const { files } = await service();
  expect(files.unit).toMatch(/^\[Unit\]\nDescription=shop, traced \(Lookout\)/);
  expect(Object.keys(files)).toContain("code/app/__init__.py");
  expect(files["requirements.txt"]).toContain("--hash");
  expect(JSON.stringify(files)).not.toContain("test_routes");
});

test("its version is the digest of its code, unless it is named", async () => {
  const { create, files } = await service();
  const digest = /code_digest=([0-9a-f]{12})/.exec(create)?.[1] ?? "none";
  expect(files.unit).toContain(`Environment=DD_VERSION=${digest}\n`);
  expect((await service({ version: "2.0.0" })).files.unit).toContain("Environment=DD_VERSION=2.0.0\n");
});

test("another name is another service: the old one is taken away first", async () => {
  expect(await service()).toMatchObject({ triggers: ["192.0.2.1", "shop", ""] });
});

test("a credential is on standard input, and in the plan only by its name", async () => {
  const inputs = await service({ credentials: { token: "hunter2" } });
  expect(inputs.files.unit).toContain("LoadCredential=token:/etc/lookout/shop/token");
  expect(JSON.stringify(inputs)).not.toContain("hunter2");
  expect(inputs).toMatchObject({ stdin: "[secret]" });
});

test("a folder without locked requirements stops the preview on the service's own line", async () => {
  await expect(service({ source: __dirname })).rejects.toThrow(/requirements\.txt is missing/);
});
