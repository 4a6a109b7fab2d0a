import { AsyncLocalStorage } from "node:async_hooks";
import type { RequestListener } from "node:http";
import { clientFacts, createClientAddress } from "@/server/api/client-ip";
import { createEdge, type EdgeParts } from "@/server/http/edge";
import { dataPolicy, securityHeaders } from "@/server/http/headers";
import { createProbing } from "@/server/http/probe";
import { type Listening, listen } from "@/server/http/server";
import { type ClientFacts, installRuntime, type Runtime } from "@/server/runtime";

export interface EdgeOptions extends Partial<EdgeParts> {
  trustedProxies?: string[];
  embedded?: boolean;
  hosts?: string[];
  /** Changes the listener, to show that the probe notices. */
  wrap?: (listener: RequestListener) => RequestListener;
}

export interface EdgeServer extends Listening {
  warnings: string[];
  probe: () => Promise<void>;
}

/** One storage a process, as in main.ts. */
const storage = new AsyncLocalStorage<ClientFacts>();

/** The process's HTTP edge on a free port; an echo of what the code behind sees stands where Next would. */
export async function startEdge(options: EdgeOptions = {}): Promise<EdgeServer> {
  const { trustedProxies = [], embedded = false, hosts = ["127.0.0.1"], wrap = (one) => one } = options;
  const appUrl = options.appUrl ?? new URL("http://portal.example");
  installRuntime({ clientFacts: storage } as unknown as Runtime);
  const warnings: string[] = [];
  const probing = createProbing();
  const listener = createEdge({
    appUrl,
    dev: false,
    clientAddress: createClientAddress({ trustedProxies, embedded, appUrl }),
    clientFacts: storage,
    health: async () => true,
    publicApi: (_req, res) => res.end(JSON.stringify({ mount: "api", ...clientFacts() })),
    pages: (req, res) =>
      res.end(
        JSON.stringify({
          mount: "pages",
          ...clientFacts(),
          headers: req.headers,
          distinct: req.headersDistinct,
          raw: req.rawHeaders,
        }),
      ),
    serving: () => true,
    logger: {
      warn: (text: string) => warnings.push(text),
      error: () => {},
    } as unknown as EdgeParts["logger"],
    ...options,
    probing,
  });
  const refusalHeaders = securityHeaders(dataPolicy, { appUrl });
  const listening = await listen({ hosts, port: 0, listener: wrap(listener), refusalHeaders });
  return {
    ...listening,
    warnings,
    probe: () => probing.run(listening.targets, { trustedProxies, embedded }),
  };
}
