import { hasHostBits, type OracleRange, oracleHolds, readOracle, readOracleRaw } from "./address-oracle";

/** One request as the wire brings it. */
export interface ForwardedCase {
  trustedProxies: readonly string[];
  embedded: boolean;
  appUrl: string;
  peer: string;
  /** Header lines as they came, each with its name. */
  lines: ReadonlyArray<readonly [name: string, value: string]>;
}

export interface ForwardedAnswer {
  /** The address's number, with its version; null where there is none. */
  address: Omit<OracleRange, "prefix"> | null;
  local: boolean;
  warned: boolean;
}

const addressOf = (text: string) => (readOracleRaw(text) && !text.includes("/") ? readOracle(text) : null);

/** A hop may stand in spaces and tabs, nothing else. */
function hopOf(text: string): OracleRange | null {
  let [start, end] = [0, text.length];
  while (start < end && " \t".includes(text.charAt(start))) start += 1;
  while (end > start && " \t".includes(text.charAt(end - 1))) end -= 1;
  return addressOf(text.slice(start, end));
}

/** From the right: each hop is believed as long as the one that told of it is trusted. */
function walk(hops: readonly OracleRange[], isTrusted: (hop: OracleRange) => boolean): OracleRange | null {
  const [...left] = hops;
  for (let hop = left.pop(); hop; hop = left.pop()) if (!isTrusted(hop)) return hop;
  return null;
}

const isLoopback = ({ version, bits }: OracleRange) => (version === 4 ? bits >> 24n === 127n : bits === 1n);

/** Header names by which proxies, balancers and delivery networks tell of a caller. */
export const proxyHeaders = [
  "X-Forwarded-For",
  "X-Forwarded-Host",
  "X-Forwarded",
  "Forwarded",
  "Via",
  "X-Real-IP",
  "X-Client-IP",
  "X-Cluster-Client-IP",
  "X-Original-Forwarded-For",
  "X-Originating-IP",
  "X-Remote-IP",
  "X-Remote-Addr",
  "X-Envoy-External-Address",
  "X-Azure-ClientIP",
  "CF-Connecting-IP",
  "CF-Connecting-IPv6",
  "CF-Pseudo-IPv4",
  "True-Client-IP",
  "Fastly-Client-IP",
  "Fly-Client-IP",
  "Client-IP",
] as const;

const tellsOfProxy = (name: string) =>
  proxyHeaders.some((known) => known.toLowerCase() === name.toLowerCase());

function networksOf(texts: readonly string[]): OracleRange[] {
  return texts.flatMap((text) => {
    const range = readOracle(text);
    return range && !hasHostBits(range) ? [range] : [];
  });
}

function isLocalHost(text: string | undefined): boolean {
  const host = (text ?? "").replace(/:\d{1,5}$/, "").toLowerCase();
  return host === "localhost" || host === "[::1]" || /^127(\.\d{1,3}){3}$/.test(host);
}

/** What rule 7 gives for a request, worked out on numbers alone. */
export function expectedAddress(request: ForwardedCase): ForwardedAnswer {
  const peer = addressOf(request.peer);
  if (!peer) return { address: null, local: false, warned: false };
  const trusted = networksOf(request.trustedProxies);
  const isTrusted = (hop: OracleRange) => trusted.some((network) => oracleHolds(network, hop));
  const valuesOf = (wanted: string) =>
    request.lines.filter(([name]) => name.toLowerCase() === wanted).map(([, value]) => value);
  const forwarded = request.lines.some(([name]) => tellsOfProxy(name));
  const hosts = valuesOf("host");
  const local =
    isLocalHost(new URL(request.appUrl).host) &&
    isLoopback(peer) &&
    !forwarded &&
    hosts.length === 1 &&
    isLocalHost(hosts[0]);
  const answer = (address: OracleRange | null, warned: boolean): ForwardedAnswer => ({
    address: address && { version: address.version, bits: address.bits },
    local,
    warned,
  });
  if (isTrusted(peer)) {
    const chains = valuesOf("x-forwarded-for");
    if (chains.length !== 1) return answer(null, true);
    const hops = (chains[0] ?? "").split(",").map(hopOf);
    const sound = hops.filter((hop) => hop !== null);
    return answer(hops.length > 20 || sound.length < hops.length ? null : walk(sound, isTrusted), false);
  }
  if (forwarded && isLoopback(peer) && !request.embedded) return answer(null, true);
  return answer(peer, false);
}
