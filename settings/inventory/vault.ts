import type { ScalarTag } from "yaml";

/** A value that Ansible Vault keeps: only its password opens it. */
export class Vaulted {
  constructor(readonly text: string) {}
}

/** `!vault |` in a file. */
export const vaultTags: ScalarTag[] = [
  { tag: "!vault", resolve: (text) => new Vaulted(text) },
  { tag: "!vault-encrypted", resolve: (text) => new Vaulted(text) },
  { tag: "!unsafe", resolve: (text) => text },
];

/** A file that is encrypted as a whole. */
export function isVault(text: string): boolean {
  return text.startsWith("$ANSIBLE_VAULT;");
}
