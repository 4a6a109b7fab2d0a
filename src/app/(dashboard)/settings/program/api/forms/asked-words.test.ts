import { describe, expect, it } from "vitest";
import { askedPurpose, askedReason } from "./asked-words";

const faultOf = (schema: typeof askedReason, text: string) =>
  schema.safeParse(text).error?.issues.map(({ message }) => message);

describe("what is asked in words", () => {
  it("says of an empty field what to enter, once", () => {
    expect(faultOf(askedPurpose, " ")).toEqual(["Say what the token is for, in a few words."]);
    expect(faultOf(askedReason, "")).toEqual(["Say why you ask; the Security Admin reads this first."]);
  });

  it("says of a short one how long it has to be", () => {
    expect(faultOf(askedReason, "Why not")?.[0]).toContain("at least 10 characters");
  });

  it("gives what the server takes, trimmed", () => {
    expect(askedPurpose.parse("  Tills ")).toBe("Tills");
  });
});
