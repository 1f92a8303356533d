import type { HostArgs } from "../../components/host/host";

/** Where nothing depends on which host it is. */
export const ANY_HOST: HostArgs = {
  ...{ address: "192.0.2.1", port: 22, user: "root", privateKey: "k" },
  ...{ attempts: 3, attemptSeconds: 8 },
};
