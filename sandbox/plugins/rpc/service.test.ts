import { Server, type Client } from "@grpc/grpc-js";
import emptyProto from "google-protobuf/google/protobuf/empty_pb.js";
import proto from "@pulumi/pulumi/proto/provider_pb.js";
import { afterAll, beforeAll, expect, test } from "vitest";

import { Calls } from "./calls.js";
import type { Provider, ResourceType } from "./provider.js";
import { providerService } from "./service.js";
import { answerTo, connectPlugin, listen, methods, startEngine } from "./test-engine.js";
import { marshal, Secret, unknown, unmarshal, type Properties } from "./value.js";

const urn = "urn:pulumi:dev::test::lookout:host:Host$test:index:Thing::thing";

/** Answers with what it was asked; a change in place is beyond it. */
const fixed: ResourceType = {
  check: ({ oldInputs, inputs }) => ({
    inputs: { ...inputs, oldInputs },
    failures: inputs.bad === true ? [{ property: "bad", reason: "is bad" }] : [],
  }),
  diff: () => ({
    changed: true,
    diffs: ["a"],
    replaces: ["a"],
    deleteBeforeReplace: true,
    detailed: { "a[0]": { kind: "add-replace" }, b: { kind: "delete", inputDiff: true } },
  }),
  create: ({ inputs, preview }, call) => {
    if (inputs.fail === true) throw new Error("the reason\nin two lines");
    call.status("working");
    call.log("warning", `about ${call.name}`);
    return { id: "1", outputs: { ...inputs, preview } };
  },
  read: ({ id, state, inputs }) => (id === "gone" ? undefined : { id, outputs: state, inputs }),
  delete: async (_request, call) => {
    await new Promise((resolve) => {
      call.signal.addEventListener("abort", resolve);
    });
    throw new Error(`stopped: ${(call.signal.reason as Error).name}`);
  },
};

const thing: ResourceType = {
  ...fixed,
  update: ({ id, state, oldInputs, inputs, preview }) => ({ id, state, oldInputs, inputs, preview }),
};

const provider: Provider = {
  name: "test",
  version: "1.2.3",
  keepsSecrets: true,
  checkConfig: (inputs) => ({ inputs, failures: inputs.key === "" ? [{ property: "key", reason: "empty" }] : [] }),
  configure: (inputs) => {
    if (inputs.key === "wrong") throw new Error("wrong key");
  },
  resources: { "test:index:Thing": thing, "test:index:Fixed": fixed },
};

let engine: Awaited<ReturnType<typeof startEngine>>;
let server: Server;
let client: Client;

beforeAll(async () => {
  engine = await startEngine();
  server = new Server();
  server.addService(methods, providerService(provider, new Calls(engine.address)));
  client = connectPlugin(await listen(server));
});

afterAll(() => {
  client.close();
  server.forceShutdown();
  engine.stop();
});

test("there is no handshake, as with the official plugins; the configuration says what the plugin keeps", async () => {
  const handshake = answerTo(client, methods.handshake, new proto.ProviderHandshakeRequest());
  await expect(handshake).rejects.toThrow("has no handshake");
  const configured = await answerTo(client, methods.configure, new proto.ConfigureRequest().setArgs(marshal({})));
  expect([configured.getAcceptsecrets(), configured.getSupportspreview()]).toEqual([true, true]);
  expect((await answerTo(client, methods.getPluginInfo, new emptyProto.Empty())).getVersion()).toBe("1.2.3");
});

test("wrong settings are named: those that are seen early at their property, the others by the error", async () => {
  const checked = await answerTo(client, methods.checkConfig, new proto.CheckRequest().setNews(marshal({ key: "" })));
  expect(checked.toObject().failuresList).toEqual([{ property: "key", reason: "empty" }]);
  const wrong = new proto.ConfigureRequest().setArgs(marshal({ key: "wrong" }));
  await expect(answerTo(client, methods.configure, wrong)).rejects.toThrow("wrong key");
});

test("a check returns inputs and failures, with secrets and unknowns as they came", async () => {
  const news = { bad: true, secret: new Secret("s"), later: unknown };
  const request = new proto.CheckRequest()
    .setUrn(urn)
    .setOlds(marshal({ a: 1 }))
    .setNews(marshal(news));
  const response = await answerTo(client, methods.check, request);
  expect(unmarshal(response.getInputs())).toEqual({ ...news, oldInputs: { a: 1 } });
  expect(response.toObject().failuresList).toEqual([{ property: "bad", reason: "is bad" }]);
});

test("a difference arrives with its kinds", async () => {
  const response = await answerTo(client, methods.diff, new proto.DiffRequest().setUrn(urn));
  expect(response.getChanges()).toBe(proto.DiffResponse.DiffChanges.DIFF_SOME);
  expect(response.toObject()).toMatchObject({ diffsList: ["a"], replacesList: ["a"], deletebeforereplace: true });
  expect(response.getHasdetaileddiff()).toBe(true);
  const { ADD_REPLACE, DELETE } = proto.PropertyDiff.Kind;
  expect(response.getDetaileddiffMap().get("a[0]")?.toObject()).toEqual({ kind: ADD_REPLACE, inputdiff: false });
  expect(response.getDetaileddiffMap().get("b")?.toObject()).toEqual({ kind: DELETE, inputdiff: true });
});

test("what is logged has reached the engine, in order and on the resource, when the answer comes", async () => {
  const request = new proto.CreateRequest().setUrn(urn).setName("thing").setPreview(true);
  const response = await answerTo(client, methods.create, request.setProperties(marshal({ a: 1 })));
  expect(unmarshal(response.getProperties())).toEqual({ a: 1, preview: true });
  expect(engine.lines).toMatchObject([
    { severity: 1, message: "working", urn, ephemeral: true },
    { severity: 2, message: "about thing", urn, ephemeral: false },
  ]);
});

test("an error's text arrives word for word", async () => {
  const request = new proto.CreateRequest().setUrn(urn).setProperties(marshal({ fail: true }));
  await expect(answerTo(client, methods.create, request)).rejects.toThrow(/^the reason\nin two lines$/);
});

test("an update is told the state, the inputs of before and of now", async () => {
  const asked: Properties = { state: { s: 1 }, oldInputs: { i: 1 }, inputs: { i: 2 } };
  const request = new proto.UpdateRequest()
    .setUrn(urn)
    .setId("1")
    .setOlds(marshal({ s: 1 }))
    .setOldInputs(marshal({ i: 1 }))
    .setNews(marshal({ i: 2 }));
  const response = await answerTo(client, methods.update, request);
  expect(unmarshal(response.getProperties())).toEqual({ ...asked, id: "1", preview: false });
});

test("a resource that is gone reads as an empty id", async () => {
  const read = (id: string) =>
    answerTo(
      client,
      methods.read,
      new proto.ReadRequest()
        .setUrn(urn)
        .setId(id)
        .setProperties(marshal({ s: 1 })),
    );
  expect((await read("gone")).getId()).toBe("");
  const there = await read("1");
  expect([there.getId(), unmarshal(there.getProperties())]).toEqual(["1", { s: 1 }]);
});

test("a resource's timeout ends its work", async () => {
  const request = new proto.DeleteRequest().setUrn(urn).setTimeout(0.05);
  await expect(answerTo(client, methods.delete, request)).rejects.toThrow("stopped: TimeoutError");
});

test("what only the official plugin serves is an error that says how to get it", async () => {
  const remedy = "install the official plugin with `pulumi plugin install resource test 1.2.3`";
  const other = new proto.CheckRequest().setUrn("urn:pulumi:dev::test::test:index:Other::other");
  await expect(answerTo(client, methods.check, other)).rejects.toThrow(
    "this local stand-in of pulumi-test 1.2.3 serves only test:index:Thing, test:index:Fixed, not test:index:Other; " +
      remedy,
  );
  await expect(answerTo(client, methods.invoke, new proto.InvokeRequest())).rejects.toThrow(remedy);
  await expect(answerTo(client, methods.getSchema, new proto.GetSchemaRequest())).rejects.toThrow(remedy);
});

test("an update of a type that has none is an error", async () => {
  const request = new proto.UpdateRequest().setUrn(urn).setType("test:index:Fixed");
  await expect(answerTo(client, methods.update, request)).rejects.toThrow("test:index:Fixed has no update in place");
});

// The last test: a canceled plugin stays so.
test("the engine's Cancel ends all work", async () => {
  const removing = expect(answerTo(client, methods.delete, new proto.DeleteRequest().setUrn(urn))).rejects.toThrow(
    "stopped: Error",
  );
  await answerTo(client, methods.cancel, new emptyProto.Empty());
  await removing;
});
