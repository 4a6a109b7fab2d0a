import { describe, expect, it } from "vitest";
import { readApprovalCode } from "./read-approval-code";

describe("reading an approval code", () => {
  it.each([
    ["7k3mq-92xdt", "7K3MQ92XDT"],
    ["  7K3MQ 92XDT\n", "7K3MQ92XDT"],
    ["oil00", "01100"],
    ["UUABC", "ABC"],
    ["7K3MQ92XDTEXTRA", "7K3MQ92XDT"],
  ])("takes %j as %s", (typed, code) => {
    expect(readApprovalCode(typed)).toBe(code);
  });
});
