import { serve } from "../rpc/serve.js";
import { pluginVersions } from "../versions.js";
import { copyToRemote } from "./copy-to-remote.js";
import { remoteCommand } from "./remote-command.js";

serve({
  name: "command",
  version: pluginVersions.command,
  keepsSecrets: true,
  resources: { "command:remote:Command": remoteCommand, "command:remote:CopyToRemote": copyToRemote },
});
