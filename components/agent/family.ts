/** Kinds of package managers, by the file that knows each: dnf is yum, too. */
export const FAMILIES = ["apt", "dnf", "zypper"] as const;
export type Family = (typeof FAMILIES)[number];
