/**
 * Datadog's sites, as `DD_SITE` names them.
 *
 * @see https://docs.datadoghq.com/getting_started/site/
 */
export const SITES = [
  "datadoghq.com",
  "us3.datadoghq.com",
  "us5.datadoghq.com",
  "datadoghq.eu",
  "ap1.datadoghq.com",
  "ap2.datadoghq.com",
  "uk1.datadoghq.com",
  "ddog-gov.com",
  "us2.ddog-gov.com",
] as const;
export type Site = (typeof SITES)[number];

/** Where people open the site: `app.` in front of the sites that have no region of their own in the name. */
export function appUrl(site: Site): string {
  const regional = site.split(".").length > 2;
  return `https://${regional ? site : `app.${site}`}`;
}

/** Where programs find the site. */
export function apiUrl(site: Site): string {
  return `https://api.${site}`;
}
