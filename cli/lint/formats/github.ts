import { type Found, type Linted, sentenceOf } from "../found";

/**
 * Commands to a GitHub workflow, which shows each as an annotation at its place.
 *
 * @param folder from the repository's root: annotations name files from there.
 * @see https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions
 */
export function lintGithub({ found }: Linted, folder = ""): string {
  return found.map((one) => `${command(one, folder)}\n`).join("");
}

function command(one: Found, folder: string): string {
  const { severity, rule, of, place } = one;
  const properties = {
    ...(place && {
      file: `${folder}${place.file}`,
      line: place.line,
      col: place.column,
      ...(place.endColumn !== undefined && { endColumn: place.endColumn }),
    }),
    title: of === undefined ? rule : `${of} [${rule}]`,
  };
  const said = Object.entries(properties).map(([key, value]) => `${key}=${escapedProperty(String(value))}`);
  return `::${severity} ${said.join(",")}::${escaped(sentenceOf(one))}`;
}

/** As GitHub's own toolkit escapes them. */
function escaped(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function escapedProperty(text: string): string {
  return escaped(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
