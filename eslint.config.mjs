import pulumi from "@pulumi/eslint-plugin";
import tseslint from "typescript-eslint";

/** What of the product may know what: a folder's files may not import what stands further down this list. */
const restricted = (files, patterns) => ({
  files,
  rules: { "no-restricted-imports": ["error", { patterns }] },
});

const SANDBOX = { group: ["**/sandbox/**"], message: "The product knows nothing of the sandbox." };
const ENVIRONMENT = { group: ["**/environment/**", "**/index"], message: "Only index.ts knows the environment." };
const PACKS = { group: ["**/packs/**"], message: "What is generic knows no pack." };
const COMPONENTS = { group: ["**/components/**"], message: "Settings and notations know no component." };
const PULUMI = { group: ["@pulumi/*"], message: "Datadog's notations know nothing of Pulumi." };
const SETTINGS = { group: ["**/settings/**"], message: "Datadog's notations know no settings." };
/** A pack's own files, its family's, and what is generic. */
const OTHER_PACKS = {
  regex: "^\\.\\./(?!databases/|\\.\\./)",
  message: "A pack knows no other; the environment puts them together.",
};

export default tseslint.config(
  { ignores: ["node_modules/", ".sandbox/", "dist/", "template/", "**/recordings/", "**/*.generated.ts"] },
  ...tseslint.configs.strictTypeChecked,
  ...tseslint.configs.stylisticTypeChecked,
  {
    files: ["**/*.ts"],
    plugins: { "@pulumi": pulumi },
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      "@pulumi/no-output-in-template-literal": "error",
      "@pulumi/no-output-instance-in-template-literal": "off",
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      // A Pulumi resource is declared for its effect.
      "no-new": "off",
    },
  },
  restricted(["datadog/**/*.ts"], [SANDBOX, COMPONENTS, SETTINGS, PULUMI]),
  restricted(["settings/**/*.ts"], [SANDBOX, COMPONENTS]),
  restricted(["components/**/*.ts"], [SANDBOX, ENVIRONMENT, PACKS]),
  restricted(["components/packs/**/*.ts"], [SANDBOX, ENVIRONMENT, OTHER_PACKS]),
  restricted(["components/environment/**/*.ts", "cli/**/*.ts"], [SANDBOX]),
  restricted(["policies/**/*.ts"], [SANDBOX, ENVIRONMENT, PACKS]),
  { files: ["**/*.{mjs,mts,js}"], extends: [tseslint.configs.disableTypeChecked] },
  { files: ["**/*.js"], rules: { "@typescript-eslint/no-require-imports": "off" } },
);
