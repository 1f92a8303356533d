import { serve } from "../rpc/serve.js";
import { pluginVersions } from "../versions.js";
import { randomPassword } from "./random-password.js";

serve({
  name: "random",
  version: pluginVersions.random,
  keepsSecrets: false,
  resources: { "random:index/randomPassword:RandomPassword": randomPassword },
});
