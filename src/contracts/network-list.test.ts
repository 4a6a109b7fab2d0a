import { describe, expect, it } from "vitest";
import type { NetworkLimits } from "./network";
import { networkReader, parseNetworkList, readNetworkList, readPaste, splitNetworks } from "./network-list";

const limits: NetworkLimits = { widestIpv4: 24, widestIpv6: 120 };

describe("lists", () => {
  it("are cut at commas, spaces and new lines, without quotes and invisible marks", () => {
    expect(splitNetworks("\n1.1.1.1, 2.2.2.2\t3.3.3.3\r\n4.4.4.4;;5.5.5.5 ")).toHaveLength(5);
    expect(splitNetworks(" ,\n")).toEqual([]);
    expect(splitNetworks('\uFEFF"1.1.1.1",\'2.2.2.2\' \u201C3.3.3.3\u201D \u200B4.4.4.4\u200B ""')).toEqual([
      "1.1.1.1",
      "2.2.2.2",
      "3.3.3.3",
      "4.4.4.4",
    ]);
  });

  it("keep every entry, point out repeats and overlaps, and count each network once", () => {
    const list = parseNetworkList(
      "10.0.0.0/24 10.0.0.7, ::ffff:10.0.0.7 10.0.0.8/30 10.0.0.1/24 ::a00:0",
      limits,
    );
    expect(list.entries.map((e) => [e.input, e.result.ok, e.duplicate, e.coveredBy])).toEqual([
      ["10.0.0.0/24", true, false, null],
      ["10.0.0.7", true, false, "10.0.0.0/24"],
      ["::ffff:10.0.0.7", true, true, "10.0.0.0/24"],
      ["10.0.0.8/30", true, false, "10.0.0.0/24"],
      ["10.0.0.1/24", false, false, null],
      ["::a00:0", true, false, null],
    ]);
    expect(list.networks.map(({ text }) => text)).toEqual([
      "10.0.0.0/24",
      "10.0.0.7",
      "10.0.0.8/30",
      "::a00:0",
    ]);
    expect(list.ok).toBe(false);
  });

  it("point out how each entry meets what is approved already, as no fault", () => {
    const approved = ["203.0.113.0/28", "198.51.100.7/32", "2001:db8::1/128"];
    const texts = ["203.0.113.4", "198.51.100.7", "198.51.100.0/29", "2001:db8::/120", "192.0.2.1"];
    const list = readNetworkList(texts, limits, approved);
    expect(list.entries.map((one) => one.approved)).toEqual([
      { how: "inside", network: "203.0.113.0/28" },
      { how: "same", network: "198.51.100.7" },
      { how: "holds", network: "198.51.100.7" },
      { how: "holds", network: "2001:db8::1" },
      null,
    ]);
    expect(list.ok).toBe(true);
  });

  it("are no lists where they are empty", () => {
    expect(parseNetworkList(" \n", limits)).toEqual({ entries: [], networks: [], ok: false });
  });

  it("are read once while they stay the same", () => {
    const read = networkReader(limits);
    expect(read(["10.0.0.1", "x"])).toBe(read(["10.0.0.1", "x"]));
    expect(read(["10.0.0.2"]).networks.map(({ text }) => text)).toEqual(["10.0.0.2"]);
  });

  it("of two hundred with every kind of fault are read without a wait, each fault by itself", () => {
    const good = Array.from({ length: 100 }, (_, index) => `203.0.${index}.7`);
    const bad = Array.from({ length: 100 }, (_, index) => `203.0.${index}.64/24`);
    const approved = Array.from({ length: 200 }, (_, index) => `203.0.${index}.0/24`);
    const before = performance.now();
    const list = readNetworkList([...good, ...bad], limits, approved);
    expect(performance.now() - before).toBeLessThan(2_000);
    expect(list.entries.filter((one) => !one.result.ok)).toHaveLength(100);
    expect(list.entries.filter((one) => one.approved?.how === "inside")).toHaveLength(100);
  });
});

describe("pastes", () => {
  it("keep the line of each entry where there are several", () => {
    expect(readPaste('203.0.113.1, 203.0.113.2\r\n\r\n"203.0.113.3"\n')).toEqual([
      { text: "203.0.113.1", line: 1, label: "" },
      { text: "203.0.113.2", line: 1, label: "" },
      { text: "203.0.113.3", line: 3, label: "" },
    ]);
    expect(readPaste("203.0.113.1 203.0.113.2").map(({ line }) => line)).toEqual([null, null]);
  });

  it("take a spreadsheet's second column for the label, unless it is an address itself", () => {
    expect(readPaste('"203.0.113.1"\t"Till, Pier 4"\n203.0.113.64/24\tGuest wireless')).toEqual([
      { text: "203.0.113.1", line: 1, label: "Till, Pier 4" },
      { text: "203.0.113.64/24", line: 2, label: "Guest wireless" },
    ]);
    expect(readPaste("203.0.113.1\t203.0.113.999").map(({ text }) => text)).toEqual([
      "203.0.113.1",
      "203.0.113.999",
    ]);
    expect(readPaste("203.0.113.1\t203.0.113.2\t203.0.113.3")).toHaveLength(3);
  });
});
