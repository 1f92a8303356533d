import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";

import { compare } from "../rpc/difference.js";
import type { Call, ResourceType } from "../rpc/provider.js";
import { Asset, type Properties, withoutSecrets } from "../rpc/value.js";
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
    return { inputs: complete, failures: checkCopyInputs(present) };
  },

  diff({ oldInputs, inputs }) {
    return compare(withoutOpen(oldInputs, inputs), withoutOpen(inputs, inputs), ["triggers"]);
  },

  async create({ inputs, preview }, call) {
    if (preview) return { id: "", outputs: foreseen(inputs) };
    await copy(inputs, call);
    return { id: randomBytes(4).toString("hex"), outputs: inputs };
  },

  async update({ state, inputs, preview }, call) {
    if (preview) return foreseen(inputs);
    const isOther = hashOf(inputs) !== hashOf(state) || inputs.remotePath !== state.remotePath;
    if (isOther) await copy(inputs, call);
    return inputs;
  },

  read({ id, state, inputs }) {
    return { id, outputs: state, inputs };
  },

  delete() {
    return undefined;
  },
};

async function copy(inputs: Properties, call: Call): Promise<void> {
  const { source, remotePath } = withoutSecrets(inputs) as { source: Asset; remotePath: string };
  const host = await dial(connectionOf(inputs), call);
  try {
    const files = await RemoteFiles.open(host.client);
    const { text, path } = source.of;
    if (text !== undefined) await files.writeText(text, remotePath);
    else await files.copy(path ?? "", await readFile(path ?? ""), remotePath);
  } finally {
    host.close();
  }
}

function hashOf({ source }: Properties): string | undefined {
  return source instanceof Asset ? source.of.hash : undefined;
}
