import * as fs from "node:fs";
import * as path from "node:path";
import ts from "typescript";

/** Of a property: `string`, `number`, `boolean`, or the name of another type; a list of it with `[]` behind. */
export type Types = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** The types of some resources' inputs, each with those that it is made of, from the declarations of the provider's package. */
export function providerInputs(folder: string, resources: Readonly<Record<string, string>>): Types {
  const known = new Map<string, ts.InterfaceDeclaration>();
  for (const file of ["types/input.d.ts", ...Object.values(resources)]) {
    const text = fs.readFileSync(path.join(folder, file), "utf8");
    ts.createSourceFile(file, text, ts.ScriptTarget.Latest).forEachChild((node) => {
      if (ts.isInterfaceDeclaration(node)) known.set(node.name.text, node);
    });
  }
  const types: Record<string, Record<string, string>> = {};
  const read = (name: string): void => {
    const declaration = known.get(name);
    if (declaration === undefined || name in types) return;
    const properties: Record<string, string> = (types[name] = {});
    for (const member of declaration.members) {
      if (!ts.isPropertySignature(member) || member.type === undefined) continue;
      const type = typeOf(member.type);
      properties[(member.name as ts.Identifier).text] = type;
      read(type.replace("[]", ""));
    }
  };
  for (const name of Object.keys(resources)) read(name);
  return types;
}

/** `pulumi.Input<pulumi.Input<inputs.DashboardWidget>[] | undefined>` is `DashboardWidget[]`. */
function typeOf(node: ts.TypeNode): string {
  if (ts.isUnionTypeNode(node)) {
    const [first, ...others] = node.types.filter(({ kind }) => kind !== ts.SyntaxKind.UndefinedKeyword);
    if (first !== undefined && others.length === 0) return typeOf(first);
  }
  if (ts.isArrayTypeNode(node)) return `${typeOf(node.elementType)}[]`;
  if (ts.isTypeReferenceNode(node)) {
    const [argument] = node.typeArguments ?? [];
    return argument === undefined ? nameOf(node.typeName) : typeOf(argument);
  }
  const words: Partial<Record<ts.SyntaxKind, string>> = {
    [ts.SyntaxKind.StringKeyword]: "string",
    [ts.SyntaxKind.NumberKeyword]: "number",
    [ts.SyntaxKind.BooleanKeyword]: "boolean",
  };
  const word = words[node.kind];
  if (word === undefined) throw new Error(`a type of the provider's is read as none: ${ts.SyntaxKind[node.kind]}`);
  return word;
}

function nameOf(name: ts.EntityName): string {
  return ts.isIdentifier(name) ? name.text : name.right.text;
}
