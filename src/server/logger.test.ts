import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { createLogger } from "./logger";

function logged(fields: object): { text: string; line: Record<string, unknown> } {
  const parts: string[] = [];
  createLogger("info", { write: (part) => parts.push(part) }).info(fields, "happened");
  const text = parts.join("");
  return { text, line: JSON.parse(text) };
}

describe("createLogger", () => {
  it("keeps what is secret or personal out of fields, however deep", () => {
    const secret = "cs_live_abc";
    const { text, line } = logged({
      requestId: "req_1",
      authorization: secret,
      input: { password: secret, nested: { email: secret } },
      headers: { cookie: secret },
    });
    expect(text).not.toContain(secret);
    expect(line).toMatchObject({ requestId: "req_1", msg: "happened" });
  });

  it("tells where a database's error came from, not what it quotes", () => {
    const cause = Object.assign(new Error("Key (email)=(anna@harbour.example) exists"), {
      severity: "ERROR",
      code: "23505",
    });
    const err = Object.assign(new Error("Failed query, params: anna@harbour.example", { cause }), {
      query: "",
      params: [],
    });
    const { text, line } = logged({ err });
    expect(text).not.toContain("anna@");
    expect(line).toMatchObject({ err: { name: "Error", cause: { errorCode: "23505" } } });
    expect((line.err as { at: string[] }).at[0]).toContain("logger.test.ts");
  });

  it("tells each of several failures", () => {
    const failures = [new TypeError("no such thing"), new RangeError("too far")];
    expect(logged({ err: new AggregateError(failures, "a part failed") }).line).toMatchObject({
      err: { message: "a part failed", errors: [{ name: "TypeError" }, { message: "too far" }] },
    });
  });

  it("tells no piece of a text that could not be read", () => {
    const thrown = (run: () => unknown) => {
      try {
        return run();
      } catch (error) {
        return error;
      }
    };
    for (const err of [
      thrown(() => JSON.parse("anna@harbour.example")),
      thrown(() => BigInt("anna@harbour")),
    ])
      expect(logged({ err: new Error("The call failed.", { cause: err }) }).text).not.toContain("anna");
  });

  it("is given no fact under a name that it takes out", () => {
    const sources = (readdirSync("src/server", { recursive: true }) as string[])
      .filter((path) => path.endsWith(".ts") && !/\.test\.ts$|^test\//.test(path))
      .map((path) => readFileSync(join("src/server", path), "utf8"));
    const facts = sources.flatMap((text) => text.match(/logger\.\w+\(\s*\{[^}]*\}/g) ?? []);
    expect(facts.length).toBeGreaterThan(10);
    const taken = /[{,]\s*(authorization|cookie|password|secret|code|email|phone|token)\s*[,:}]/;
    expect(facts.filter((one) => taken.test(one))).toEqual([]);
  });

  it("says what an error of our own says, and copes with what is no error", () => {
    expect(logged({ err: new TypeError("no such thing") }).line).toMatchObject({
      err: { message: "no such thing" },
    });
    expect(logged({ err: "anna@harbour.example" }).line).toMatchObject({ err: { name: "string" } });
  });
});
