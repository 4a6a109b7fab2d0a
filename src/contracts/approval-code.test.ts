import { describe, expect, it } from "vitest";
import { formatApprovalCode, normaliseApprovalCode } from "./approval-code";

describe("an approval code as people type it", () => {
  it.each([
    ["7K3MQ-92XDT"],
    ["7k3mq92xdt"],
    ["  7K3MQ 92XDT\n"],
    ["7K3MQ–92XDT"],
    ["7-K-3-M-Q-9-2-X-D-T"],
    ["７Ｋ３ＭＱ９２ＸＤＴ"],
    ["7K3MQ\u200B-92XDT"],
  ])("reads %j", (typed) => {
    expect(normaliseApprovalCode(typed)).toBe("7K3MQ92XDT");
  });

  it("reads O as 0, and I and L as 1", () => {
    expect(normaliseApprovalCode("oOiIl-LABCD")).toBe("001111ABCD");
  });

  it.each([["7K3MQ-92XD"], ["7K3MQ-92XDTT"], ["7K3MQ-92XDU"], ["7K3MQ_92XDT"], [""], ["7".repeat(10_000)]])(
    "refuses %j",
    (typed) => {
      expect(normaliseApprovalCode(typed)).toBeNull();
    },
  );

  it("is written in two groups", () => {
    expect(formatApprovalCode("7K3MQ92XDT")).toBe("7K3MQ-92XDT");
  });
});
