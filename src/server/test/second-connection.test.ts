import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import ts from "typescript";
import { describe, expect, it } from "vitest";

type Work = ts.ArrowFunction | ts.FunctionExpression;

/** These hold no transaction while they run the work that they are given. */
const holdNone = ["recordRefusal", "exportChain", "exportWhoSaw"];

const isWork = (node: ts.Node | undefined): node is Work =>
  node !== undefined && (ts.isArrowFunction(node) || ts.isFunctionExpression(node));

function descendants(node: ts.Node): ts.Node[] {
  const found: ts.Node[] = [];
  const visit = (one: ts.Node): void => {
    found.push(one);
    ts.forEachChild(one, visit);
  };
  ts.forEachChild(node, visit);
  return found;
}

const named = (node: ts.Node | undefined, name: string) =>
  node !== undefined && ts.isIdentifier(node) && node.text === name;

/** Functions of a file that are kept under a name inside another one, which they close over. */
function keptWork(nodes: readonly ts.Node[]): Map<string, Work> {
  const kept = new Map<string, Work>();
  for (const node of nodes) {
    if (!ts.isVariableDeclaration(node) || !ts.isIdentifier(node.name) || !isWork(node.initializer)) continue;
    if (ts.isSourceFile(node.parent.parent.parent)) continue;
    kept.set(node.name.text, node.initializer);
  }
  return kept;
}

/** Whether this uses the connection of the context by that name: gives the context away, spreads it, or reads its `db`. */
function connects(node: ts.Node, context: string): boolean {
  if (ts.isCallExpression(node)) return node.arguments.some((one) => named(one, context));
  if (ts.isSpreadAssignment(node)) return named(node.expression, context);
  if (ts.isVariableDeclaration(node))
    return named(node.initializer, context) && /\bdb\b/.test(node.name.getText());
  return ts.isPropertyAccessExpression(node) && named(node.expression, context) && node.name.text === "db";
}

/** Whether this is a `db` that was taken out of a context before. */
const isBareDb = (node: ts.Node) =>
  named(node, "db") && ts.isCallExpression(node.parent) && node.parent.arguments.some((one) => one === node);

function offences(work: Work, context: string): ts.Node[] {
  const inner = descendants(work);
  const declares = (name: string) =>
    inner.some(
      (one) =>
        (ts.isParameter(one) || ts.isBindingElement(one) || ts.isVariableDeclaration(one)) &&
        named(one.name, name),
    );
  if (work.parameters.some(({ name }) => named(name, context))) return [];
  const bare = declares("db") ? [] : inner.filter(isBareDb);
  return [...inner.filter((one) => connects(one, context)), ...bare];
}

/**
 * Where work that is handed over together with a context goes back to that context instead of the one it is called with. The
 * callee may run it in a transaction: it would take a second connection while it holds one, and as many at once as the pool has
 * would wait for each other for ever.
 */
function secondConnections(text: string, path = "a.ts"): string[] {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const nodes = descendants(file);
  const kept = keptWork(nodes);
  const calls = nodes
    .filter(ts.isCallExpression)
    .filter(({ expression }) => !holdNone.includes(expression.getText()));
  const found = calls.flatMap(({ arguments: given }) => {
    if (!given.some((one) => named(one, "context"))) return [];
    const works = given.map((one) => (ts.isIdentifier(one) ? kept.get(one.text) : one)).filter(isWork);
    return works.flatMap((work) => offences(work, "context"));
  });
  return [...new Set(found)].map((node) => {
    const { line } = file.getLineAndCharacterOfPosition(node.getStart());
    return `${path}:${line + 1} ${node.getText().split("\n")[0]}`;
  });
}

const sources = execFileSync("git", ["ls-files", "src/server"], { encoding: "utf8" })
  .split("\n")
  .filter((path) => path.endsWith(".ts") && !/\.test\.ts$|^src\/server\/test\//.test(path));

describe("work inside a transaction takes no second connection", () => {
  it("in any source", () => {
    expect(sources.length).toBeGreaterThan(300);
    const texts = sources.map((path) => [readFileSync(path, "utf8"), path] as const);
    // Only such a file hands a context over beside something else.
    const handing = texts.filter(([text]) => /\bcontext,|, context\b/.test(text));
    expect(handing.flatMap(([text, path]) => secondConnections(text, path))).toEqual([]);
  });

  it.each([
    [
      "a guard that closes over the context",
      "const f = (context) => cancel(context, id, () => requireStill(context, p));",
    ],
    [
      "a verb given the context outside",
      "const f = (context) => transact(context, async (inside) => { await record(context); });",
    ],
    ["its db", "const f = (context) => transact(context, async (inside) => { await find(context.db, 1); });"],
    [
      "a db taken out before",
      "function f(context) { const { db } = context; return transact(context, (inside) => find(db)); }",
    ],
    [
      "a db taken out inside",
      "const f = (context) => transact(context, (inside) => { const { db } = context; return find(db); });",
    ],
    [
      "a context made of it",
      "const f = (context) => transact(context, (inside) => record({ ...context, actor }));",
    ],
    [
      "work that is kept under a name",
      "function f(context) { const work = () => find(context); return transact(context, work); }",
    ],
  ])("is seen as %s", (_what, text) => {
    expect(secondConnections(text)).not.toEqual([]);
  });

  it.each([
    [
      "the context inside",
      "const f = (context) => transact(context, async (inside) => { const { db } = inside; await find(db); });",
    ],
    [
      "what else the context says",
      "const f = (context) => transact(context, (inside) => find(inside, context.actor.userId));",
    ],
    ["a context of its own", "const f = (context) => transact(context, (context) => find(context));"],
    [
      "before and after",
      "async function f(context) { await find(context); await transact(context, g); await tell(context); }",
    ],
  ])("lets pass %s", (_what, text) => {
    expect(secondConnections(text)).toEqual([]);
  });
});
