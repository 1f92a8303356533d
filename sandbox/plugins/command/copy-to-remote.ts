import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";

import { compare } from "../rpc/difference.js";
import type { Call, ResourceType } from "../rpc/provider.js";
import { Asset, type Properties, Secret, unknown, type Value, withoutSecrets } from "../rpc/value.js";
import { completeConnection, connectionOf } from "./connection.js";
import { checkCopyInputs } from "./input-types.js";
import { foreseen, withoutOpen } from "./remote-command.js";
import { dial } from "./ssh/dial.js";
import { RemoteFiles } from "./ssh/sftp.js";

/** `command:remote:CopyToRemote`, of a file or a text: what is there, stays when the resource is deleted. */
export const copyToRemote: ResourceType = {
  check({ inputs }) {
    const present = Object.fromEntries(Object.entries(inputs).filter(([, value]) => value !== null));
    const { connection } = present;
    const complete = connection === undefined ? present : { ...present, connection: completeConnection(connection) };
    const source = present.source ?? null;
    const isAsset = withoutSecrets(source) instanceof Asset;
    const failures = checkCopyInputs({ ...present, ...("source" in present && !isAsset && { source: unknown }) });
    return {
      inputs: { ...complete, source: isAsset ? withBoth(source) : source === unknown ? unknown : {} },
      failures: isAsset ? failures : [...failures, NO_SOURCE],
    };
  },

  diff({ oldInputs, inputs }) {
    return compare(withoutOpen(oldInputs, inputs), withoutOpen(inputs, inputs), ["triggers"]);
  },

  async create({ inputs, preview }, call) {
    if (preview) return { id: "", outputs: unread(inputs) };
    await copy(inputs, call);
    return { id: randomBytes(4).toString("hex"), outputs: inputs };
  },

  async update({ state, inputs, preview }, call) {
    if (preview) return unread(inputs);
    const placeOf = ({ remotePath }: Properties) => withoutSecrets(remotePath ?? null);
    const isOther = hashOf(inputs) !== hashOf(state) || placeOf(inputs) !== placeOf(state);
    if (isOther) await copy(inputs, call);
    return inputs;
  },

  read({ id, state, inputs }) {
    return { id, outputs: withoutEmpty(state), inputs: withoutEmpty(inputs) };
  },

  delete() {
    return undefined;
  },
};

const NO_SOURCE = { property: "asset", reason: "either asset or archive must be set" };

/** The official plugin's program has a text for a file's, too, and a path for a text's. */
function withBoth(source: Value): Value {
  if (source instanceof Secret) return new Secret(withBoth(source.value));
  return source instanceof Asset ? new Asset({ path: "", text: "", ...source.of }) : source;
}

function withoutEmpty(properties: Properties): Properties {
  const { source } = properties;
  if (!(source instanceof Asset)) return properties;
  const said = Object.entries(source.of).filter(([, value]) => value !== "");
  return { ...properties, source: new Asset(Object.fromEntries(said)) };
}

/** At preview the official plugin knows nothing of what is copied. */
function unread(inputs: Properties): Properties {
  const { source } = inputs;
  return { ...foreseen(inputs), source: source instanceof Secret ? new Secret(unknown) : unknown };
}

async function copy(inputs: Properties, call: Call): Promise<void> {
  const { source, remotePath } = withoutSecrets(inputs) as { source: Asset; remotePath: string };
  const host = await dial(connectionOf(inputs), call);
  try {
    const files = await RemoteFiles.open(host.client);
    const { text, path } = source.of;
    if (path === undefined || path === "") await files.writeText(text ?? "", remotePath);
    else await files.copy(path, await readFile(path), remotePath);
  } finally {
    host.close();
  }
}

function hashOf({ source }: Properties): string | undefined {
  const asset = withoutSecrets(source ?? null);
  return asset instanceof Asset ? asset.of.hash : undefined;
}
