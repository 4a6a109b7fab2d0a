import { expect, it } from "vitest";
import { specialUseOf } from "./special-networks";

it.each([
  ["127.0.0.1/32", "loopback"],
  ["::1/128", "loopback"],
  ["10.20.0.0/16", "private"],
  ["172.31.255.255/32", "private"],
  ["172.32.0.1/32", null],
  ["192.168.4.0/24", "private"],
  ["192.0.0.0/8", "private"],
  ["fd12:3456::/48", "private"],
  ["100.64.9.1/32", "shared"],
  ["100.128.0.0/32", null],
  ["169.254.1.1/32", "link-local"],
  ["203.0.113.7/32", "documentation"],
  ["2001:db8:12::7/128", "documentation"],
  ["2001:db9::/32", null],
  ["8.8.8.8/32", null],
  ["239.1.1.1/32", "multicast"],
  ["not a network", null],
])("%s is %s", (cidr, use) => {
  expect(specialUseOf(cidr)).toBe(use);
});
