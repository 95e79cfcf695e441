import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative, sep } from "node:path";
import ts from "typescript";
import { describe, expect, it } from "vitest";
import { readEnv } from "~/platform/env.server";

// What the code never does, wherever it stands: run text as code, ask a shell, put a value into a query's text, write a
// page past its escaping, call anybody outside. Each exception is one line here, with its reason.

const root = join(import.meta.dirname, "../..");
function filesBelow(dir: string): string[] {
  return readdirSync(dir).flatMap((name) =>
    statSync(join(dir, name)).isDirectory() ? filesBelow(join(dir, name)) : [join(dir, name)],
  );
}
const sources = ["app", "scenes", "content", "scripts"]
  .flatMap((folder) => filesBelow(join(root, folder)))
  .filter((path) => /\.(ts|tsx|mjs)$/.test(path) && !/\.test\.tsx?$/.test(path))
  .map((path) => ({
    file: relative(root, path).split(sep).join("/"),
    tree: ts.createSourceFile(path, readFileSync(path, "utf8"), ts.ScriptTarget.Latest, true),
  }));
const product = sources.filter(({ file }) => !file.startsWith("scripts/"));
const server = sources.filter(({ file }) => file.startsWith("app/") && !/\.client\.tsx?$/.test(file));

interface Found {
  file: string;
  text: string;
}
function find<T extends ts.Node>(
  among: typeof sources,
  is: (node: ts.Node) => node is T,
  told: (node: T) => string | null,
): Found[] {
  const found: Found[] = [];
  for (const { file, tree } of among) {
    const visit = (node: ts.Node): void => {
      const text = is(node) ? told(node) : null;
      if (text !== null) found.push({ file, text: text.replace(/\s+/g, " ") });
      ts.forEachChild(node, visit);
    };
    visit(tree);
  }
  return found;
}
const calls = (among: typeof sources, told: (name: string, call: ts.CallExpression) => string | null) =>
  find(among, ts.isCallExpression, (call) => told(call.expression.getText(), call));
const imports = (among: typeof sources, told: (from: string, node: ts.ImportDeclaration) => string | null) =>
  find(among, ts.isImportDeclaration, (node) => told((node.moduleSpecifier as ts.StringLiteral).text, node));
const says = (pattern: RegExp, among = sources) =>
  among.flatMap(({ file, tree }) => (pattern.test(tree.text) ? [file] : []));

it("there is code to look at", () => {
  expect(product.length).toBeGreaterThan(500);
  expect(calls(server, (name) => (name === "fetch" ? name : null)).length).toBeGreaterThan(3);
});

describe("text is not run", () => {
  it("as code", () => {
    expect(
      calls(sources, (name) =>
        /^(globalThis\.|window\.)?eval$|^(Function|setTimeout|setInterval)$/.test(name) ? name : null,
      ).filter(({ text }) => /eval|Function/.test(text)),
    ).toEqual([]);
    expect(
      calls(sources, (name, call) =>
        /^(window\.)?set(Timeout|Interval)$/.test(name) &&
        call.arguments[0] &&
        ts.isStringLiteralLike(call.arguments[0])
          ? call.getText()
          : null,
      ),
    ).toEqual([]);
    expect(
      find(sources, ts.isNewExpression, (node) => (node.expression.getText() === "Function" ? node.getText() : null)),
    ).toEqual([]);
    expect(imports(sources, (from) => (/^(node:)?vm$/.test(from) ? from : null))).toEqual([]);
  });

  it("by a shell: a process is its file and a list of arguments", () => {
    const SAFE = new Set(["spawn", "spawnSync", "execFile", "execFileSync", "fork", "ChildProcess"]);
    const taken = imports(sources, (from, node) => {
      if (!/^(node:)?child_process$/.test(from)) return null;
      const names = (node.importClause?.namedBindings as ts.NamedImports).elements.map(
        (one) => (one.propertyName ?? one.name).text,
      );
      return names.every((name) => SAFE.has(name)) ? null : names.join(", ");
    });
    expect(taken).toEqual([]);
    // On Windows npm and npx are scripts that only a shell starts; what they are given stands in the tools' own files.
    const asked = find(sources, ts.isPropertyAssignment, (node) =>
      node.name.getText() === "shell" && node.initializer.getText() !== "false" ? node.getText() : null,
    );
    expect(
      asked.filter(
        ({ file, text }) =>
          !(file.startsWith("scripts/") && /^shell: (windows|process\.platform === "win32")$/.test(text)),
      ),
    ).toEqual([]);
    // The product itself starts its own two processes and nothing else.
    expect(imports(product, (from) => (/child_process/.test(from) ? from : null)).map(({ file }) => file)).toEqual([
      "app/server/hot/child-process.ts",
    ]);
  });

  it("as an object: what comes in is JSON, read by a schema", () => {
    expect(imports(sources, (from) => (/^(node:)?v8$|serialize|js-yaml/.test(from) ? from : null))).toEqual([]);
    expect(says(/\bv8\.deserialize\(/)).toEqual([]);
  });

  it("as a pattern: a regular expression is made of our own words alone", () => {
    const made = find(product, ts.isNewExpression, (node) =>
      node.expression.getText() === "RegExp" ? node.getText() : null,
    ).map(({ file, text }) => `${file}: ${text}`);
    const OWN = [
      "app/drill/verification/words.ts: new RegExp(from)", // the shipped table of words
    ];
    expect(made.filter((one) => !OWN.includes(one))).toEqual([]);
  });

  it("as a key of an object's own making: a word from outside is looked up among the object's own", () => {
    // `"constructor" in WORDS` is true.
    const asked = find(server, ts.isBinaryExpression, (node) =>
      node.operatorToken.kind === ts.SyntaxKind.InKeyword && /^[A-Z][A-Z_]+$/.test(node.right.getText())
        ? node.getText()
        : null,
    );
    expect(asked).toEqual([]);
  });

  it("as a format: nothing is written by a template with places to fill", () => {
    expect(
      imports(product, (from, node) =>
        /^(node:)?util$/.test(from) && /\bformat|inspect\b/.test(node.getText()) ? node.getText() : null,
      ),
    ).toEqual([]);
    expect(calls(server, (name) => (/^console\./.test(name) ? name : null))).toEqual([]);
  });
});

describe("a query's text", () => {
  /** What may stand in one: our own names and other pieces of text, never a value. */
  const OWN = new Set([
    "SUMS",
    "HAS_DEVICE",
    "COLUMNS",
    "ORDERS[order]",
    "key",
    "where",
    "where.sql",
    "held",
    "held.sql",
    "wanted",
    "within",
    "tail",
    "table",
    "names",
    "values",
    "verb",
    "verb.toLowerCase()",
    "pragma",
    "column",
    "alias",
    "SQL",
    "from",
    "i",
    `bounds("a")`,
    `bounds("b")`,
    `part.map(() => "?").join(",")`,
    `ids.map(() => "?").join(",")`,
    `parts.map((part) => part.sql).join(" AND ")`,
    `any.map((one) => one.sql).join(" OR ")`,
    `bounds.map((one) => one.sql).join(" OR ")`,
    "filter.stage",
    "filter.lacks",
    `replace ? "OR REPLACE " : ""`,
    `kind ? \` AND r."kind" = ?\` : ""`,
    `subject ? \` AND r."subject" = ?\` : ""`,
    `course === undefined ? "" : \` AND e."course" = ?\``,
  ]);
  const SPEAKS_SQL =
    /\b(SELECT|INSERT|UPDATE|DELETE FROM|PRAGMA|JOIN|WHERE|ORDER BY|LIMIT)\b|" (=|<|>|<>|LIKE|IN) |\bsubstr\(/;

  it("holds no value: those are bound", () => {
    const interpolated = find(server, ts.isTemplateExpression, (node) => {
      const text = node.head.text + node.templateSpans.map((span) => span.literal.text).join("·");
      const strange = SPEAKS_SQL.test(text)
        ? node.templateSpans
            .map((span) => span.expression.getText().replace(/\s+/g, " "))
            .filter((one) => !OWN.has(one))
        : [];
      return strange.length ? strange.join(" · ") : null;
    });
    expect(interpolated).toEqual([]);
  });

  it("is raw in a room's file of queries alone", () => {
    const raw = says(/\$(queryRaw|executeRaw)(Unsafe)?\b/, server).filter((file) => !file.startsWith("app/platform/"));
    expect(raw).toEqual([]);
    const outside = calls(server, (name, call) =>
      /\b(db|tx)\.(raw|read)$/.test(name) ? call.expression.getText() : null,
    )
      .map(({ file }) => file)
      .filter((file) => !file.endsWith("-sql.server.ts"));
    expect([...new Set(outside)]).toEqual(["app/platform/health.server.ts", "app/platform/insert-rows.server.ts"]);
    // whatever the handle is called
    const spoken = calls(server, (name, call) =>
      /\.(raw|read)$/.test(name) && SPEAKS_SQL.test(call.arguments[0]?.getText() ?? "") ? name : null,
    )
      .map(({ file }) => file)
      .filter((file) => !file.endsWith("-sql.server.ts") && !outside.includes(file));
    expect([...new Set(spoken)]).toEqual([]);
  });
});

describe("a page", () => {
  it("is written past its escaping in two places: a drawing looked through when its pack was read, a script of our own", () => {
    expect(
      find(product, ts.isJsxAttribute, (node) =>
        node.name.getText() === "dangerouslySetInnerHTML" ? node.name.getText() : null,
      ),
    ).toEqual(
      // the second is a text of its own file, where no value of anybody's goes in
      ["app/exam/sitting/browser-floor.tsx", "app/question/drawing.tsx"].map((file) => ({
        file,
        text: "dangerouslySetInnerHTML",
      })),
    );
    expect(
      says(/\.(innerHTML|outerHTML)\s*=|insertAdjacentHTML|document\.write|createContextualFragment|srcdoc/i, product),
    ).toEqual([]);
  });

  it("holds no plug-in, no frame and no script of elsewhere", () => {
    expect(
      find(
        product,
        (node): node is ts.JsxOpeningLikeElement => ts.isJsxOpeningElement(node) || ts.isJsxSelfClosingElement(node),
        (node) => (/^(object|embed|applet|iframe|frame)$/.test(node.tagName.getText()) ? node.tagName.getText() : null),
      ),
    ).toEqual([]);
    expect(says(/(src|href)=["'{`]*https?:\/\//i, product)).toEqual([]);
  });

  it("listens to no other window", () => {
    expect(
      calls(product, (name, call) =>
        /addEventListener$/.test(name) && call.arguments[0]?.getText().includes("message") ? call.getText() : null,
      ),
    ).toEqual([]);
    expect(says(/\bonmessage\s*=|window\.(parent|opener|top)\b/, product)).toEqual([]);
  });

  it("leads on within this site: what an address asked for is looked at first", () => {
    const elsewhere = calls(server, (name, call) => {
      if (!/^(redirect|redirectDocument|replace)$/.test(name)) return null;
      const to = call.arguments[0]!;
      const inside = (node: ts.Node): boolean => {
        if (ts.isConditionalExpression(node)) return inside(node.whenTrue) && inside(node.whenFalse);
        return (
          // the letter behind the first stroke is fixed text: `/${…}` could begin with a second stroke, another site
          /^"\/"$|^["`]\/[a-z]/.test(node.getText()) ||
          /^(toSafeReturn|await entranceOf)\(|^[A-Z_]+(\[\w+\])?$/.test(node.getText())
        );
      };
      return inside(to) ? null : to.getText();
    });
    const LOOKED_AT = [
      "app/people/signed-out.server.ts: to", // one of the two doors, with the way back encoded
      // wanted = toSafeReturn(…)
      'app/routes/sign-in.staff.tsx: wanted === "/" ? await entranceOf(db, account.id, now) : wanted',
    ];
    expect(elsewhere.map(({ file, text }) => `${file}: ${text}`).filter((one) => !LOOKED_AT.includes(one))).toEqual([]);
  });

  it("gives no other site leave to read it", () => expect(says(/access-control-/i, server)).toEqual([]));
});

describe("nobody outside", () => {
  /** Server code that opens a connection, and to whom. */
  const INSIDE = [
    "app/exam/journal/client.server.ts", // app → front, on loopback
    "app/platform/front-state.server.ts", // the same, for health
    "app/platform/log-forward.server.ts", // to the log server that the operator named, when LOG_FORWARD is set
    "app/server/door/permission.ts",
    "app/server/door/forward.ts",
    "app/server/hot/health.ts", // front → app, on loopback
  ];

  it("is asked by the server: every connection it opens is between its own two processes, or goes to the log server that the operator named", () => {
    const asking = calls(server, (name, call) =>
      /^(fetch|ask|(http|https|net|tls)\.(request|get|connect)|connect|createConnection)$/.test(name)
        ? (call.arguments[0]?.getText() ?? "")
        : null,
    );
    const inBrowser = (text: string): boolean => /^[`'"]\/(?!\/)/.test(text) || /^(path|address)$/.test(text);
    expect(
      [
        ...new Set(
          asking
            .filter(({ file, text }) => !(inBrowser(text) && !/\.server\.ts$|^app\/server\//.test(file)))
            .map(({ file }) => file),
        ),
      ].filter((file) => !INSIDE.includes(file)),
    ).toEqual([]);
    for (const file of INSIDE)
      if (product.some((one) => one.file === file))
        expect(sources.find((one) => one.file === file)!.tree.text, file).not.toMatch(/https?:\/\/(?!127\.0\.0\.1)/);
  });

  it("is believed without a certificate", () => {
    expect(says(/rejectUnauthorized\s*:\s*false|NODE_TLS_REJECT_UNAUTHORIZED|checkServerIdentity\s*:/)).toEqual([]);
  });

  it("has a language of its own here: no directory, mail, cache, template or query language of elsewhere is spoken", () => {
    const lock = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")) as {
      packages: Record<string, { dev?: boolean }>;
    };
    const shipped = Object.entries(lock.packages)
      .filter(([, one]) => !one.dev)
      .map(([path]) => path.split("node_modules/").at(-1)!);
    expect(shipped.length).toBeGreaterThan(100);
    const SPOKEN =
      /ldap|xpath|latex|katex|mathjax|memcached?|redis|nodemailer|smtp|imap|graphql|handlebars|mustache|^ejs$|nunjucks|^pug$|liquid|markdown|^marked$|showdown|xslt|quill|tinymce|ckeditor|socket\.io|passport|jsonwebtoken|oauth/i;
    expect(shipped.filter((name) => SPOKEN.test(name))).toEqual([]);
    expect(imports(product, (from) => (/^(ws|isomorphic-ws)$/.test(from) ? from : null))).toEqual([]);
    // Who asks for another protocol is shown out.
    expect(says(/\.on\(["']upgrade["'](?!, no\))/, server)).toEqual([]);
    expect(readFileSync(join(root, "app/server/door/outward.ts"), "utf8")).toContain(
      "socket.end(BAD_REQUEST, () => socket.destroy())",
    );
  });
});

describe("debugging", () => {
  it("is of the development server alone", () => {
    expect(
      imports(product, (from) => (/(^|\/)dev$|^vite$|@remix-run\/dev/.test(from) ? from : null)).filter(
        ({ file }) => file !== "app/server/dev.ts",
      ),
    ).toEqual([]);
    expect(says(/--inspect|\bdebugger\b/, server)).toEqual([]);
    expect(readEnv({} as NodeJS.ProcessEnv).NODE_ENV).toBe("production");
    // Faults are told to the log; a page says a sentence.
    expect(
      says(/\.stack\b/, server).filter(
        (file) => !["app/platform/log.ts", "app/platform/log-scrub.ts", "app/server/dev.ts"].includes(file),
      ),
    ).toEqual([]);
  });
});
