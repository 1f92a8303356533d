/** A page of the app; `path` starts with a slash and is encoded, the parameters' values are not. */
export function pageUrl(app: string, path: string, parameters: Readonly<Record<string, string>> = {}): string {
  const url = new URL(path, app);
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  // The list of monitors takes a plus for a plus, not for a space.
  url.search = url.search.replaceAll("+", "%20");
  return url.href;
}
