import { pluginVersions } from "../versions.js";
import { PartialFailure, type Call } from "../rpc/provider.js";
import { RequestFailure } from "./client.js";

/** What the engine asked for, as the official plugin names it; a creation goes without. */
type Doing = "diffing" | "creating" | "updating" | "refreshing" | "deleting";

/** The official plugin's warning, where a program gives a monitor or a dashboard `customTimeouts`. */
export function warnOfTimeout(doing: "create" | "update", call: Call): void {
  const { timeoutSeconds = 0 } = call;
  if (timeoutSeconds > 0)
    call.log("warning", `Resource does not support customTimeouts, ignoring: ${doing}=${timeoutSeconds}s`);
}

/**
 * Does the work of a monitor or a dashboard, whose failure the official plugin both logs and returns.
 *
 * @param left what a failed change leaves behind: the official plugin keeps the new inputs as if they were there.
 */
export async function asSdk<T>(
  doing: Doing,
  call: Call,
  work: () => Promise<T>,
  left?: PartialFailure["left"],
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof RequestFailure)) throw error;
    call.log(
      "error",
      `  sdk-v2/provider2.go:572: sdk.helper_schema: ${error.message}: provider=datadog@${pluginVersions.datadog}`,
    );
    const where = doing === "creating" ? "" : `${doing} ${call.urn}: `;
    const text = `${where}1 error occurred:\n\t* ${error.message}\n\n`;
    throw left ? new PartialFailure(text, left) : new Error(text, { cause: error });
  }
}
