import { describe, expect, it } from "vitest";
import { DomainError } from "../domain/errors";
import { toRefusal } from "./error-map";

/** As drizzle wraps what postgres.js throws. */
const failed = (code: string) =>
  new Error("Failed query: select secret", { cause: Object.assign(new Error("of the inside"), { code }) });

describe("what leaves the server of a failure", () => {
  it("is a domain error's own sentence, which nobody has to look into", () => {
    expect(toRefusal(new DomainError("not_found", "There is no such token."))).toMatchObject({
      status: 404,
      message: "There is no such token.",
      unexpected: false,
    });
  });

  it.each([
    ["ECONNREFUSED", false],
    ["CONNECTION_CLOSED", false],
    ["57P01", false],
    ["53300", false],
    ["55P03", true],
    ["57014", true],
  ])("is 503 and to try again after %s", (code, unexpected) => {
    const refusal = toRefusal(failed(code));
    expect(refusal).toMatchObject({ code: "unavailable", status: 503, unexpected });
    expect(refusal.message).toMatch(/Nothing was changed; try again in a moment\.$/);
  });

  it.each(["23505", "42501", "P0001", "55000"])("is 500 without a word of the inside after %s", (code) => {
    const refusal = toRefusal(failed(code));
    expect(refusal).toMatchObject({ code: "internal", status: 500, unexpected: true });
    expect(JSON.stringify(refusal)).not.toMatch(/secret|inside|\d{5}/);
  });
});
