import * as command from "@pulumi/command";
import { environment, pack, z } from "../../../lookout";

/** A cloud: a machine of which nothing is known before it is made. What stands for its API is a command on another host. */
const cloud = pack({
  name: "cloud",
  settings: {
    api: z.object({ host: z.string(), user: z.string(), hostKey: z.string(), privateKey: z.string() }),
    machine: z.object({ address: z.string(), hostKey: z.string() }),
  },
  hosts: ({ api, machine }) => {
    const made = (what: string, create: string) =>
      new command.remote.Command(`machine-${what}`, { connection: api, create }).stdout;
    return [
      {
        ...{ name: "cache1", user: "admin", groups: ["cache"] },
        address: made("address", `echo ${machine.address}`),
        hostKey: made("key", `echo ${machine.hostKey}`),
      },
    ];
  },
});

export = environment(cloud);
