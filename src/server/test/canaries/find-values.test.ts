import { describe, expect, it } from "vitest";
import { findAny } from "./find-values";

const values = ["cs_live_0aZ9kQ", "7K3MQ92XDT", "anna+lind@harbour.example"];
const find = findAny(values);
const inBase64 = (before: string, value: string) => Buffer.from(`${before}${value}/more`);

describe("findAny", () => {
  it.each(values)("finds %s in every form that it may take", (value) => {
    const forms = [
      Buffer.from(value),
      Buffer.from(value.toLowerCase()),
      Buffer.from(`?q=${encodeURIComponent(value)}&`),
      Buffer.from(`\\x${Buffer.from(value).toString("hex")}`),
      ...["", "a", "ab", "abc"].flatMap((before) =>
        (["base64", "base64url"] as const).map((encoding) =>
          Buffer.from(inBase64(before, value).toString(encoding)),
        ),
      ),
      Buffer.concat([Buffer.from([0, 255, 254]), Buffer.from(value)]),
    ];
    for (const form of forms) expect([...find(form)], form.toString()).toEqual([value]);
  });

  it("finds a code as people read it", () => {
    expect([...find(Buffer.from("Your code: 7K3MQ-92XDT."))]).toEqual(["7K3MQ92XDT"]);
  });

  it("finds several at once, and nothing where there is a part alone", () => {
    expect(find(Buffer.from(values.join(" ")))).toEqual(new Set(values));
    for (const value of values) expect(find(Buffer.from(value.slice(0, -1))).size).toBe(0);
    expect(find(Buffer.alloc(3)).size).toBe(0);
  });

  it("refuses what would be found by chance", () => {
    expect(() => findAny(["1234567"])).toThrow("by chance");
  });
});
