/** Folded, where a comment shows it. */
export function details(summary: string, body: string): string {
  return `<details>\n<summary>${escaped(summary)}</summary>\n\n${body}\n\n</details>`;
}

/** With more backticks than the text has in a row. */
export function fenced(text: string, language = "text"): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  return `${fence}${language}\n${text}\n${fence}`;
}

/** In code nobody is mentioned, and no sign is markup. */
export function code(text: string): string {
  const fence = "`".repeat(Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length)) + 1);
  return text.includes("`") ? `${fence} ${text} ${fence}` : `${fence}${text}${fence}`;
}

/** What Markdown would read as markup; an underscore within a word is none. */
export function escaped(text: string): string {
  return text
    .replaceAll(/[\\`*[\]|#]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])/g, "\\$&")
    .replaceAll("<", "&lt;")
    .replaceAll(/(?<![A-Za-z0-9])@(?=[A-Za-z0-9])/g, "&#64;");
}
