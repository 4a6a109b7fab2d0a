import { describe, expect, it, test } from "vitest";
import { describeSize, type NetworkLimits, parseAddress, parseNetwork } from "./network";

const limits: NetworkLimits = { widestIpv4: 24, widestIpv6: 120 };

function refusal(text: string, held: NetworkLimits = limits) {
  const result = parseNetwork(text, held);
  return result.ok ? null : result.problem;
}

function accepted(text: string, held: NetworkLimits = limits) {
  const result = parseNetwork(text, held);
  return result.ok ? [result.network.text, result.network.cidr] : result.problem.code;
}

describe("addresses that are read", () => {
  test.each([
    ["203.0.113.7", "203.0.113.7"],
    ["0.0.0.0", "0.0.0.0"],
    ["255.255.255.255", "255.255.255.255"],
    ["2001:DB8:0:0:0:0:0:1", "2001:db8::1"],
    ["2001:0db8:0000:0000:0000:0000:0000:0001", "2001:db8::1"],
    ["2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1"],
    ["2001:0:0:1:0:0:0:1", "2001:0:0:1::1"],
    ["2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1"],
    ["::", "::"],
    ["::1", "::1"],
    ["1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0"],
    ["::ffff:10.1.1.1", "10.1.1.1"],
    ["::FFFF:a01:101", "10.1.1.1"],
    ["0:0:0:0:0:ffff:7f00:1", "127.0.0.1"],
    ["64:ff9b::192.0.2.33", "64:ff9b::c000:221"],
    ["::127.0.0.1", "::7f00:1"],
    ["::ffff:0:127.0.0.1", "::ffff:0:7f00:1"],
  ])("%s is %s", (text, canonical) => {
    expect(parseAddress(text)).toMatchObject({ ok: true, address: canonical });
  });
});

describe("texts that are refused", () => {
  test.each([
    ["", "not_an_address"],
    ["localhost", "name"],
    ["1.2.3.4.5", "not_an_address"],
    ["256.1.1.1", "number_too_large"],
    ["1.2.3.-4", "not_an_address"],
    ["1.2.3.4 ", "not_an_address"],
    [" 1.2.3.4", "not_an_address"],
    ["1.2.3.4\n", "not_an_address"],
    ["1.2.3.4\0", "not_an_address"],
    ["\u0661.\u0662.\u0663.\u0664", "not_an_address"],
    ["\uff11.\uff12.\uff13.\uff14", "not_an_address"],
    ["1..2.3", "not_an_address"],
    ["till-7.harbour.example", "name"],
    ["https://203.0.113.24/orders", "link"],
    ["203.0.113.24.", "punctuation"],
    ["(203.0.113.24)", "punctuation"],
    ["0127.0.0.1", "leading_zero"],
    ["127.0.0.01", "leading_zero"],
    ["::ffff:010.0.0.1", "leading_zero"],
    ["127.1", "short_form"],
    ["127.0.1", "short_form"],
    ["2130706433", "short_form"],
    ["0x7f.0.0.1", "hex_form"],
    ["0x7f000001", "hex_form"],
    ["fe80::1%eth0", "zone"],
    ["fe80::1%25eth0", "zone"],
    ["1.2.3.4:80", "port"],
    ["[::1]:443", "port"],
    ["[::1]", "brackets"],
    ["1::2::3", "not_an_address"],
    [":::", "not_an_address"],
    ["1:2:3:4:5:6:7", "not_an_address"],
    ["1:2:3:4:5:6:7:8:9", "not_an_address"],
    ["12345::", "not_an_address"],
    ["::1.2.3", "not_an_address"],
    ["1.2.3.4::", "not_an_address"],
    ["::ffff:1.2.3.4:5", "not_an_address"],
    ["unknown", "name"],
    ["_hidden", "name"],
  ])("%j: %s", (text, code) => {
    const result = parseAddress(text);
    expect(result.ok ? "accepted" : result.problem.code).toBe(code);
    expect(parseNetwork(text, limits)).toMatchObject({ ok: false, problem: { code } });
  });

  it("gives a text of any size a short answer", () => {
    for (const text of ["1".repeat(1e6), ":".repeat(1e6), "1.".repeat(1e6), `1.1.1.1/${"0".repeat(1e6)}`]) {
      expect(refusal(text)?.message.length).toBeLessThan(120);
    }
  });

  it("keeps what it repeats short and free of control characters", () => {
    const message = refusal(`<b>\u202e\u0000${"x".repeat(5000)}`)?.message ?? "";
    expect(message.length).toBeLessThan(120);
    expect(message).not.toMatch(/\p{C}/u);
  });
});

describe("networks", () => {
  test.each([
    ["203.0.113.24", ["203.0.113.24", "203.0.113.24/32"]],
    ["203.0.113.24/32", ["203.0.113.24", "203.0.113.24/32"]],
    ["198.51.100.0/24", ["198.51.100.0/24", "198.51.100.0/24"]],
    ["2001:DB8:12::7", ["2001:db8:12::7", "2001:db8:12::7/128"]],
    ["2001:db8:40::0/120", ["2001:db8:40::/120", "2001:db8:40::/120"]],
    ["::ffff:198.51.100.0/120", ["198.51.100.0/24", "198.51.100.0/24"]],
    ["::ffff:198.51.100.7/128", ["198.51.100.7", "198.51.100.7/32"]],
    ["10.0.0.0/08", "prefix_leading_zero"],
    ["10.0.0.0/024", "prefix_leading_zero"],
    ["10.0.0.0/33", "prefix_out_of_range"],
    ["10.0.0.0/", "prefix_out_of_range"],
    ["10.0.0.0/-1", "prefix_out_of_range"],
    ["10.0.0.0/+24", "prefix_out_of_range"],
    ["10.0.0.0/24/24", "prefix_out_of_range"],
    ["10.0.0.0/2e1", "prefix_out_of_range"],
    ["::/129", "prefix_out_of_range"],
    ["10.0.0.0/255.255.255.0", "netmask"],
    ["0.0.0.0/0", "everything"],
    ["::/0", "everything"],
    ["1.2.3.4/0", "everything"],
    ["::ffff:0.0.0.0/96", "everything"],
    ["10.0.0.0/23", "too_wide"],
    ["10.0.0.0/8", "too_wide"],
    ["2001:db8::/119", "too_wide"],
    ["::ffff:0:0/95", "too_wide"],
    ["/24", "not_an_address"],
    ["10.0.0.*", "wildcard"],
    ["10.0.0.0-10.0.0.9", "from_to"],
    ["10.0.0.0-x", "from_to"],
    ["x-10.0.0.1", "name"],
    ["fe80::1%eth0/128", "zone"],
    ["010.0.0.0/24", "leading_zero"],
  ])("%s", (text, outcome) => {
    expect(accepted(text)).toEqual(outcome);
  });

  it("names host bits and offers both the range and the one address", () => {
    expect(refusal("10.0.0.1/24")).toEqual({
      code: "host_bits",
      message: "10.0.0.1/24 has host bits; did you mean 10.0.0.0/24?",
      suggestions: ["10.0.0.0/24", "10.0.0.1"],
    });
    expect(refusal("::ffff:203.0.113.64/120")?.suggestions).toEqual(["203.0.113.0/24", "203.0.113.64"]);
  });

  test.each([
    ["10.1.2.3/8", ["10.1.2.0/24"]],
    ["010.0.0.0/24", ["10.0.0.0/24"]],
    ["10.0.0.0/024", ["10.0.0.0/24"]],
    ["10.0.0.0/08", []],
    ["10.0.0.0/255.255.255.0", ["10.0.0.0/24"]],
    ["10.0.0.0/255.0.255.0", []],
    ["1.2.3.4:80", ["1.2.3.4"]],
    ["[2001:DB8::1]:443", ["2001:db8::1"]],
    ["fe80::1%eth0", ["fe80::1"]],
    ["127.1", []],
    ["256.1.1.1", []],
    ["https://user@203.0.113.24:8443/orders?x=1", ["203.0.113.24"]],
    ["http://[2001:DB8::1]:80/", ["2001:db8::1"]],
    ["https://till.harbour.example/", []],
    ["(203.0.113.24).", ["203.0.113.24"]],
    ["203.0.113.*", ["203.0.113.0/24"]],
    ["203.0.*.*", []],
    ["203.0.113.0-203.0.113.255", ["203.0.113.0/24"]],
    ["203.0.113.8-15", ["203.0.113.8/29"]],
    ["2001:db8::-2001:db8::ff", ["2001:db8::/120"]],
    ["203.0.113.1-203.0.113.9", []],
    ["203.0.113.9-203.0.113.1", []],
    ["203.0.113.9-203.0.113.9", ["203.0.113.9"]],
    ["203.0.113.4-203.0.113.11", []],
  ])("offers for %s only what would be accepted: %j", (text, suggestions) => {
    expect(refusal(text)?.suggestions).toEqual(suggestions);
    for (const one of suggestions) expect(accepted(one)).toEqual([one, expect.any(String)]);
  });

  it("refuses what overlaps a reserved network, in either direction and in mapped form", () => {
    const held = { ...limits, widestIpv4: 8, unrequestable: ["127.0.0.0/8", "::1/128", "10.9.0.0/24"] };
    for (const text of ["127.0.0.1", "126.0.0.0/7", "::1", "10.9.0.7", "10.0.0.0/8", "::ffff:127.0.0.1"]) {
      expect(accepted(text, { ...held, widestIpv4: 7 }), text).toBe("unrequestable");
    }
    expect(accepted("10.9.1.0/24", held)).toEqual(["10.9.1.0/24", "10.9.1.0/24"]);
    expect(refusal("10.9.0.1/24", held)?.suggestions).toEqual([]);
  });
});

test.each([
  [1n, "1 address"],
  [256n, "256 addresses"],
  [65_536n, "65,536 addresses"],
  [1n << 64n, "2^64 addresses"],
])("%d is %s", (size, text) => {
  expect(describeSize(size)).toBe(text);
});
