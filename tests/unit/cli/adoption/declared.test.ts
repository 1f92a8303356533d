import { expect, test } from "vitest";
import { agentsOf } from "../../../../cli/adoption/declared";
import { commandInput, commandText, type Script } from "../../../../components/host/script";
import { CONNECTION } from "../drift/state";

/** As the SDK hands it over. */
const secret = (value: unknown) => ({
  ...{ "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", value },
});
const registered = (type: string, name: string, inputs: Record<string, unknown>) => ({ type, name, id: name, inputs });

function command(name: string, variables: Script["variables"], secrets: Record<string, string>) {
  const create: Script = { files: [], ...(variables !== undefined && { variables }) };
  return registered("command:remote:Command", name, {
    connection: secret({ ...CONNECTION, privateKey: secret("KEY") }),
    create: commandText("db1", name, "create", create),
    stdin: secret(commandInput({ create, delete: { files: [] } }, secrets, { sudoPassword: "hunter2" })),
  });
}

test("of what a program registers the Agents are found, with what the secrets hold, and how their hosts are reached", () => {
  const registrations = [
    registered("lookout:agent:HostAgent", "db1", { files: secret({ "datadog.yaml": "api_key: SECRET(api_key)\n" }) }),
    command("db1-package", { version: "1:7.71.0-1", repository: "https://apt/", adopt: "yes" }, {}),
    command("db1-configuration", {}, { api_key: "abc" }),
    // Of what is not the Agent's nothing is asked.
    command("db1-postgres", {}, {}),
  ];
  expect(agentsOf(registrations)).toEqual([
    {
      ...{ host: "db1", connection: CONNECTION, sudoPassword: "hunter2", adopts: true },
      agent: {
        ...{ host: "db1", commands: ["db1-package", "db1-configuration"], wheels: {} },
        package: { version: "1:7.71.0-1", repository: "https://apt/", keys: [] },
        files: { "datadog.yaml": "api_key: SECRET(api_key)\n" },
        secrets: { api_key: "abc" },
      },
    },
  ]);
});
