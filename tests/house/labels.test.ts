import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { describe, expect, it } from "vitest";

// A label belongs to its control: read aloud, and pressed, it leads there. `Field` hands its id to the controls that
// take it (`useFieldControl`); a plain `select` inside it is bound to nothing, and no page tells before somebody who
// hears it comes.

const root = join(import.meta.dirname, "../..");
const sources = ["app", "scenes"].flatMap((folder) => files(folder)).filter((path) => !path.includes(".test."));
const PLAIN = new Set(["select", "input", "textarea"]);
/** No words stand beside these: they are not shown, or carry their own. */
const WORDLESS = /^["'](hidden|submit|button|reset|image)["']$/;
/** What may stand in a Field instead: several controls with a name each, or a control that binds itself by the id. */
const taking = controlsThatTakeTheId();

type Element = ts.JsxOpeningElement | ts.JsxSelfClosingElement;
interface Place {
  element: Element;
  path: string;
  source: ts.SourceFile;
}

describe("a label", () => {
  it("is looked at in every page, and the controls that take a Field's id are known", () => {
    expect(sources.length).toBeGreaterThan(200);
    expect([...taking].sort()).toEqual(["FileInput", "PasswordInput", "PinInput", "Select", "TextArea", "TextInput"]);
  });

  it("of a Field belongs to the control inside it", () => {
    const faults = places("Field").flatMap((field) => {
      const id = attribute(field.element, "id");
      const bound = inside(field.element).some(
        (one) => taking.has(tag(one)) || (id !== null && (attribute(one, "id") === id || tag(one) === "RadioGroup")),
      );
      return bound ? [] : [at(field)];
    });
    expect(faults).toEqual([]);
  });

  it("of a Field belongs to one control alone: two would have the same id", () => {
    const doubled = places("Field").filter(
      ({ element }) =>
        inside(element).filter(
          (one) => taking.has(tag(one)) && attribute(one, "id") === null && attribute(one, "aria-label") === null,
        ).length > 1,
    );
    expect(doubled.map(at)).toEqual([]);
  });

  it("is there for every plain control", () => {
    const faults = [...PLAIN].flatMap((name) => places(name)).flatMap((place) => (named(place) ? [] : [at(place)]));
    expect(faults).toEqual([]);
  });
});

/** Inside a label, named by words of its own, by a label that names its id, or built by a component from its props. */
function named({ element, source }: Place): boolean {
  if (WORDLESS.test(attribute(element, "type") ?? "") || attribute(element, "hidden") !== null) return true;
  if (element.attributes.properties.some(ts.isJsxSpreadAttribute)) return true;
  if (attribute(element, "aria-label") !== null || attribute(element, "aria-labelledby") !== null) return true;
  for (let up: ts.Node = element.parent; up; up = up.parent)
    if (ts.isJsxElement(up) && tag(up.openingElement) === "label") return true;
  const id = attribute(element, "id");
  return (
    id !== null &&
    all(source).some((one) => attribute(one, "htmlFor") === id || (tag(one) === "Field" && attribute(one, "id") === id))
  );
}

function controlsThatTakeTheId(): Set<string> {
  const direct = sources
    .filter((path) => /\{\.\.\.useFieldControl\(|= useFieldControl\(/.test(readFileSync(join(root, path), "utf8")))
    .flatMap((path) => exported(path));
  // and what hands its own props on to one of them
  return new Set([...direct, "PasswordInput"]);
}

function exported(path: string): string[] {
  return [...readFileSync(join(root, path), "utf8").matchAll(/export (?:const|function) ([A-Z]\w+)/g)].map(
    (match) => match[1]!,
  );
}

function places(name: string): Place[] {
  return sources.flatMap((path) => {
    const text = readFileSync(join(root, path), "utf8");
    if (!text.includes(`<${name}`)) return [];
    const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true, ts.ScriptKind.TSX);
    return all(source)
      .filter((element) => tag(element) === name)
      .map((element) => ({ element, path, source }));
  });
}

function all(node: ts.Node, found: Element[] = []): Element[] {
  if (ts.isJsxOpeningElement(node) || ts.isJsxSelfClosingElement(node)) found.push(node);
  node.forEachChild((child) => void all(child, found));
  return found;
}

const inside = (element: Element): Element[] =>
  ts.isJsxElement(element.parent) ? element.parent.children.flatMap((child) => all(child)) : [];
const tag = (element: Element): string => element.tagName.getText();

/** The attribute's value as it is written, without the braces; null when there is none. */
function attribute(element: Element, name: string): string | null {
  const found = element.attributes.properties.find(
    (one): one is ts.JsxAttribute => ts.isJsxAttribute(one) && one.name.getText() === name,
  );
  if (!found) return null;
  const value = found.initializer;
  return value === undefined ? "" : ts.isJsxExpression(value) ? (value.expression?.getText() ?? "") : value.getText();
}

function at({ element, path, source }: Place): string {
  const { line } = source.getLineAndCharacterOfPosition(element.getStart());
  return `${path}:${line + 1} <${tag(element)}>`;
}

function files(folder: string): string[] {
  return readdirSync(join(root, folder)).flatMap((name) => {
    const path = `${folder}/${name}`;
    return statSync(join(root, path)).isDirectory() ? files(path) : path.endsWith(".tsx") ? [path] : [];
  });
}
