import "server-only";
import type { IncomingMessage } from "node:http";
import type { Socket } from "node:net";
import { compile } from "proxy-addr";
import { parseAddress, parseAnyNetwork } from "@/contracts/network";
import { type ClientFacts, runtime } from "../runtime";
import { newRequestId } from "./request-id";

export interface ProxyConfiguration {
  /** TRUSTED_PROXIES: addresses and networks whose X-Forwarded-For counts. */
  trustedProxies: readonly string[];
  embedded: boolean;
}

export interface ClientAddressConfiguration extends ProxyConfiguration {
  /** APP_URL: where it names the internet, no request is local, whatever a proxy sends or leaves out. */
  appUrl: URL;
}

export interface ClientAddress {
  /** Canonical, or null where it cannot be trusted. */
  address: string | null;
  /** A loopback APP_URL, a loopback peer, a loopback Host, no forwarded header of any kind. */
  local: boolean;
  /** What the operator should know about a refused address. */
  warning?: string;
}

const loopback = ["127.0.0.0/8", "::1/128"];
const loopbackHost = /^(localhost|127\.\d{1,3}\.\d{1,3}\.\d{1,3}|\[::1\])(:\d{1,5})?$/i;

/** No real chain of proxies is longer; a longer list is somebody's experiment. */
const mostHops = 20;

/** Headers that only a proxy has cause to send; one of them is ever read. */
const forwardedNames = new Set([
  "forwarded",
  "via",
  "x-real-ip",
  "x-client-ip",
  "x-cluster-client-ip",
  "x-original-forwarded-for",
  "x-originating-ip",
  "x-remote-ip",
  "x-remote-addr",
  "x-envoy-external-address",
  "x-azure-clientip",
  "cf-connecting-ip",
  "cf-connecting-ipv6",
  "cf-pseudo-ipv4",
  "true-client-ip",
  "fastly-client-ip",
  "fly-client-ip",
  "client-ip",
]);

/** Whether the header is one by which a proxy tells of a caller. */
export function isForwardedHeader(name: string): boolean {
  const lower = name.toLowerCase();
  return lower.startsWith("x-forwarded") || forwardedNames.has(lower);
}

export function isLoopbackHost(host: string | undefined): boolean {
  return host !== undefined && loopbackHost.test(host);
}

/** Of a canonical address. */
function isLoopbackAddress(address: string): boolean {
  return address === "::1" || address.startsWith("127.");
}

export function hasForwardedHeader(req: IncomingMessage): boolean {
  return Object.keys(req.headersDistinct).some(isForwardedHeader);
}

/** Networks that no request may overlap, so that a forgotten proxy never makes everyone approved (rule 7). */
export function unrequestableNetworks({ trustedProxies, embedded }: ProxyConfiguration): string[] {
  return embedded ? [] : [...loopback, ...trustedProxies.map(canonicalNetwork)];
}

/**
 * Compiles the one reader of a request's address. Guarantee: the address is the socket's, or what trusted proxies
 * vouch for, hop by hop from the right (rule 7); anything missing, malformed or ambiguous gives null. Throws on a bad network.
 */
export function createClientAddress(
  configuration: ClientAddressConfiguration,
): (req: IncomingMessage) => ClientAddress {
  const { embedded } = configuration;
  const onlyHere = isLoopbackHost(configuration.appUrl.host);
  const trusted = compile(configuration.trustedProxies.map(canonicalNetwork));
  const trusts: Trusts = (address) => trusted(address, 0);
  const peerOf = rememberPeers(trusts);
  return (req) => {
    const peer = peerOf(req.socket);
    if (!peer) return { address: null, local: false };
    const { address, loopback: fromLoopback } = peer;
    const forwarded = hasForwardedHeader(req);
    const { host: hosts } = req.headersDistinct;
    const local = onlyHere && fromLoopback && !forwarded && hosts?.length === 1 && isLoopbackHost(hosts[0]);
    if (peer.trusted) return { ...lastUntrusted(req, trusts, address), local };
    if (forwarded && fromLoopback && !embedded)
      return { address: null, local, warning: forgottenProxy(address) };
    return { address, local };
  };
}

interface Peer {
  address: string;
  loopback: boolean;
  trusted: boolean;
}

type Trusts = (address: string) => boolean;

/** A socket keeps its peer, so what its address means is worked out once a connection. */
function rememberPeers(trusts: Trusts): (socket: Socket) => Peer | null {
  const known = new WeakMap<Socket, Peer | null>();
  return (socket) => {
    let peer = known.get(socket);
    if (peer === undefined) {
      const read = parseAddress(socket.remoteAddress ?? "");
      peer = read.ok
        ? {
            address: read.address,
            loopback: isLoopbackAddress(read.address),
            trusted: trusts(read.address),
          }
        : null;
      known.set(socket, peer);
    }
    return peer;
  };
}

/** The facts of the request being served; without a request of our own server there is no address, so nothing opens. */
export function clientFacts(): ClientFacts {
  return runtime().clientFacts.getStore() ?? { address: null, local: false, requestId: newRequestId() };
}

function canonicalNetwork(text: string): string {
  const read = parseAnyNetwork(text);
  if (!read.ok) throw new Error(`TRUSTED_PROXIES: ${read.problem.message}`);
  return read.network.cidr;
}

function lastUntrusted(req: IncomingMessage, trusts: Trusts, proxy: string): Omit<ClientAddress, "local"> {
  const lines = req.headersDistinct["x-forwarded-for"] ?? [];
  const [line] = lines;
  if (line === undefined || lines.length > 1) {
    const said = lines.length === 0 ? "no" : "more than one";
    return {
      address: null,
      warning: `The trusted proxy ${proxy} sent ${said} X-Forwarded-For header; it must send one.`,
    };
  }
  const hops = readHops(line);
  const address = hops?.findLast((hop) => !trusts(hop));
  return { address: address ?? null };
}

/** Every hop in canonical text, or null where any is not strictly an address. */
function readHops(line: string): string[] | null {
  const parts = line.split(",", mostHops + 1);
  if (parts.length > mostHops) return null;
  const hops: string[] = [];
  for (const part of parts) {
    const read = parseAddress(part.replace(/^[ \t]+|[ \t]+$/g, ""));
    if (!read.ok) return null;
    hops.push(read.address);
  }
  return hops;
}

function forgottenProxy(peer: string): string {
  return (
    `A request from ${peer} carries forwarded headers, but ${peer} is not in TRUSTED_PROXIES: it was denied. ` +
    "If a proxy stands there, name it in TRUSTED_PROXIES."
  );
}
