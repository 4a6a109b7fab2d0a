import "server-only";
import { hashSecret } from "./secret-hash";

/** Whoever calls the public API with a well-formed secret; whether it is genuine, the guarded read tells. */
export interface TokenCaller {
  secretHash: string;
  /** Canonical; null where it cannot be trusted, and then nothing opens. */
  address: string | null;
  requestId: string;
}

export function tokenCaller(secret: string, address: string | null, requestId: string): TokenCaller {
  return { secretHash: hashSecret(secret), address, requestId };
}
