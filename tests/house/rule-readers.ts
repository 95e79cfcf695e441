import { join, relative } from "node:path";
import ts from "typescript";

// Which files read which field of a rule row, told by the type checker: a name that is looked up on a value counts when
// its type leads back to the field's own line in content/schema/rule.ts, whatever the name is called elsewhere.

const root = join(import.meta.dirname, "../..");
const SCHEMA = join(root, "content/schema/rule.ts");

type Field = { path: string; at: number };

/** `kind.field.inner` and where it stands, for every field of every kind. */
function fieldsOf(schema: ts.SourceFile): Field[] {
  const found: Field[] = [];
  const walk = (node: ts.Node, prefix: string): void => {
    if (ts.isPropertyAssignment(node)) {
      const path = prefix + (ts.isStringLiteral(node.name) ? node.name.text : node.name.getText(schema));
      found.push({ path, at: node.getStart(schema) });
      return node.initializer.forEachChild((child) => walk(child, `${path}.`));
    }
    if (ts.isShorthandPropertyAssignment(node))
      found.push({ path: prefix + node.name.text, at: node.getStart(schema) });
    node.forEachChild((child) => walk(child, prefix));
  };
  schema.forEachChild(function find(node) {
    if (ts.isVariableDeclaration(node) && node.name.getText(schema) === "ruleValues") walk(node.initializer!, "");
    else node.forEachChild(find);
  });
  return found.filter(({ path }) => path.includes("."));
}

/** Names looked up on values: `x.name` and `{ name }` taken apart. */
function lookUps(
  source: ts.SourceFile,
  names: ReadonlySet<string>,
  checker: ts.TypeChecker,
): (ts.Symbol | undefined)[] {
  const found: (ts.Symbol | undefined)[] = [];
  const walk = (node: ts.Node): void => {
    if (ts.isPropertyAccessExpression(node) && names.has(node.name.text))
      found.push(checker.getSymbolAtLocation(node.name));
    if (ts.isBindingElement(node) && ts.isObjectBindingPattern(node.parent) && !node.dotDotDotToken) {
      const name = (node.propertyName ?? node.name).getText(source);
      if (names.has(name)) found.push(checker.getTypeAtLocation(node.parent).getProperty(name));
    }
    node.forEachChild(walk);
  };
  walk(source);
  return found;
}

/** Field → files of app/ that read it, tests left out. A field that nobody reads has an empty list. */
export function ruleFieldReaders(): Map<string, string[]> {
  const config = ts.getParsedCommandLineOfConfigFile(
    join(root, "tsconfig.json"),
    {},
    {
      ...ts.sys,
      onUnRecoverableConfigFileDiagnostic: (fault) => {
        throw new Error(String(fault.messageText));
      },
    },
  )!;
  const files = config.fileNames.filter((name) => /\/app\/(?!ui\/)/.test(name) && !/\.test\.tsx?$/.test(name));
  const program = ts.createProgram([...files, SCHEMA], { ...config.options, types: ["node"] });
  const checker = program.getTypeChecker();
  const fields = fieldsOf(program.getSourceFile(SCHEMA)!);
  const names = new Set(fields.map(({ path }) => path.slice(path.lastIndexOf(".") + 1)));
  const readers = new Map(fields.map(({ path }) => [path, new Set<string>()]));
  const byPlace = new Map(fields.map(({ path, at }) => [at, path]));
  for (const file of files) {
    const source = program.getSourceFile(file)!;
    for (const symbol of lookUps(source, names, checker))
      for (const declared of symbol?.declarations ?? []) {
        if (declared.getSourceFile().fileName !== SCHEMA) continue;
        const path = byPlace.get(declared.getStart());
        if (path) readers.get(path)!.add(relative(root, file).replaceAll("\\", "/"));
      }
  }
  return new Map([...readers].map(([path, set]) => [path, [...set].sort()]));
}
